"""How much load an office bears: the work it is offered, where a verdict turns, and which pool gives way."""
