"""The app *Desk*: the service desk of a lamp shop, as a flow that shows its nodes and asks with forms."""
