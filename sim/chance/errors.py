"""What can be wrong with a distribution.

Every message carries the value, what is allowed and, for a name, the nearest one.
"""


class DistributionError(ValueError):
    """A distribution that cannot be built as it is written."""


# The names say what is wrong in a planner's terms; "Error" would add nothing to them.
class Incomplete(DistributionError):  # noqa: N818
    """The numbers given are not one of the sets that describe a distribution."""


class UnknownFamily(DistributionError):  # noqa: N818
    """No family, or no parameter of the family, has this name."""


class Infeasible(DistributionError):  # noqa: N818
    """No distribution of the family has these numbers; the message states the limit."""


class TailTooHeavy(Infeasible):
    """The mean does not exist, or a table capped at 100 years would miss it by more than the tolerance."""
