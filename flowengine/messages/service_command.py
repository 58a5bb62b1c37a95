"""Commands to other people's services; they leave by the one egress client, or by a carrier of messages."""

from flowengine.messages.stamp import Message


class ServiceCommand(Message, frozen=True, kw_only=True):
    """Work for wait number `wait` of `dialogue`, in the stream `service:<dialogue>`. `content` is the record (class
    `request`) that says what is asked: addresses, headers and bodies may name people. With `is_masked` it stands
    in the dialogue's state alone, for as long as the answer is waited for."""

    dialogue: str
    wait: int = 0
    content: int = 0
    is_masked: bool = False


class CallService(ServiceCommand, frozen=True, kw_only=True):
    """Send the HTTP request of `content` {method, url, headers, body}; answered by ServiceReplied.

    `secret` names what is added as its authorisation, known to the runtime alone; `environment` is whose flow asks.
    Sent at most 1 + `retries` times, each within `timeout_s`, always with the command's id as its Idempotency-Key.
    """

    secret: str = ""
    environment: str = ""
    timeout_s: float = 10.0
    retries: int = 0


class SendText(ServiceCommand, frozen=True, kw_only=True):
    """Send the message of `content` {to, body}; answered by TextDelivered."""
