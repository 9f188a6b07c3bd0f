"""The app *Guide*: passages of documents, word for word."""
