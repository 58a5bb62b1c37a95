"""The relay: another system brings the words of its users by a hook, and reads what they are answered."""

from flowengine.channels.webchat import Webchat
from flowengine.messages import Event, Json, LegReported


class Relay(Webchat):
    """A chat whose page is the other system's: nobody here sees it close, so its caller is never away."""

    name = "relay"

    def leg_event(self, external_id: str, said: Json) -> LegReported:
        """What was said on a leg whose dialogue is not known here. Raises RequestRefused."""
        return LegReported(via=self.name, external_id=external_id, event=self.event("", said))

    def page_closed(self, dialogue: str) -> Event | None:
        return None

    def page_opened(self, dialogue: str) -> Event | None:
        return None
