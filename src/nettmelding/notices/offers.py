"""What an actor can really do with a notice now: what the table offers, less what its guards refuse anyhow."""

from nettmelding.core.actor import Actor
from nettmelding.notices import family
from nettmelding.notices.lifecycle import Action, Facts, Move, decide
from nettmelding.notices.models import Notice

TEMPORARY = "temporary_installation"


def offers(actor: Actor, notice: Notice) -> list[Action]:
    """In the table's order, for buttons: nothing that leads to a refusal of what the notice is.

    What is missing or not yet written does not count: it is asked for when the action is tried.
    """
    proposer = notice.stop_proposed_by_id
    facts = Facts(
        complete=True,
        has_remarks=True,
        changed=True,
        has_decision=notice.approved_at is not None,
        temporary=TEMPORARY in notice.types,
        stop_proposed_by=str(proposer) if proposer else None,
        actor_id=str(actor.user_id) if actor.user_id else None,
    )
    found = [
        one
        for one in family.offered_in(notice, actor)
        if any(isinstance(decide(state, one, actor, facts), Move) for state in family.states(notice))
    ]
    return [one for one in found if not (one is Action.PROPOSE_STOP and proposer)]
