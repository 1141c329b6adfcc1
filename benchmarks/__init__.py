"""How fast, against what: ratios are printed and never asserted, since they depend on the machine."""
