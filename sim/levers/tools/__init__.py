"""What levers are made with: ways to find, drop, move and reroute the steps of a flow, each used by several levers."""
