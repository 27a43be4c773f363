"""Charts, each a function of figures that gives an Altair chart in the colours of the mode on screen."""
