"""The app *Toolbox*: an agent that reckons, knows the time, converts units and draws charts."""
