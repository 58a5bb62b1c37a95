"""The one role x route table: every route of the server, who may use it, and why.

Guards, the security part of OpenAPI and the tests of the seam are made from it; a route without a row refuses to start.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

from flowengine.tenancy.user import Role

Method: TypeAlias = Literal["GET", "POST", "PUT", "DELETE", "WS"]
Audience: TypeAlias = Literal["public", "visitor", "signed", "signed_in", "operator"]


class Route(Struct, frozen=True):
    """One row. `who` is an audience or the roles of which one is needed; `signed` is asked for by the handler, because
    the signature is of the body.

    `within` names the path parameter that holds the contact center (or environment) where the role must be held;
    without it the role may be held anywhere in the tenant, or with `everywhere` for the whole tenant only. `demo` rows
    exist on a demo server only.
    `person` rows, and demo rows, are opened by a session only, never by an API token. `operator` rows are opened by
    the operator too, who is nobody's user.
    A WebSocket shows its audience by a one-time ticket instead of a cookie.
    """

    method: Method
    path: str
    who: Audience | frozenset[str]
    why: str
    within: str = ""
    demo: bool = False
    person: bool = False
    everywhere: bool = False
    operator: bool = False


def roles(*names: Role) -> frozenset[str]:
    return frozenset(names)


AUTHORS = roles("editor")
READERS = roles("editor", "viewer", "supervisor", "administrator")
WATCHERS = roles("supervisor", "administrator")
REPORTERS = roles("report_viewer", "supervisor", "administrator")
AGENTS = roles("agent")
KNOWERS = roles("agent", "supervisor", "administrator")
ADMINISTRATORS = roles("administrator")
RELEASE = "/api/environments/{env}/releases/{number}"
REPLAY = "/api/environments/{env}/replay"
FLOW = "/api/environments/{env}/flows/{flow}"
SCHEDULE = "/api/environments/{env}/schedules/{name}"
PARTS = "/api/environments/{env}/parts/{kind}"
CENTER = "/api/contact-centers/{contact_center}"


def _owned(method: Method, path: str, why: str) -> Route:
    """A row of those who administer the whole tenant."""
    return Route(method, path, ADMINISTRATORS, why, everywhere=True)


ROUTES: tuple[Route, ...] = (
    # The server itself
    Route("GET", "/api/health", "public", "Asked without a session; it says nothing of tenants"),
    Route("GET", "/livez", "public", "A supervisor asks without a key; it says nothing of tenants"),
    Route("GET", "/startupz", "public", "Asked by who starts it; it says nothing of tenants"),
    Route("GET", "/readyz", "public", "A load balancer asks without a key; it says nothing of tenants"),
    Route("GET", "/api/openapi.json", "public", "The description of the routes is documentation"),
    Route("GET", "/api/schemas/flow.json", "public", "The schema of flow documents is documentation"),
    Route("GET", "/api/schemas/environment.json", "public", "The schema of environment documents is documentation"),
    Route("GET", "/api/schemas/cases.json", "public", "The schema of case documents is documentation"),
    Route("GET", "/api/schemas/scenario.json", "public", "The schema of simulated days is documentation"),
    Route("GET", "/api/node-types", "signed_in", "Every page that draws a flow needs the palette"),
    Route("GET", "/api/palette", "signed_in", "Every page that draws a flow needs the palette"),
    # Sessions
    Route("POST", "/api/session", "public", "Signing in is how a session begins", demo=True),
    Route("GET", "/api/session", "signed_in", "A page asks who it acts for", person=True),
    Route("DELETE", "/api/session", "signed_in", "Everyone may sign out", person=True),
    Route("POST", "/api/ticket", "signed_in", "The live feed opens by a one-time ticket of a session", person=True),
    Route("POST", "/api/tokens", ADMINISTRATORS, "Who gives people rights gives programs theirs", person=True),
    Route("GET", "/api/tokens", ADMINISTRATORS, "Who gave which rights to which program", person=True),
    Route("DELETE", "/api/tokens/{id}", ADMINISTRATORS, "Rights are taken back by who gives them", person=True),
    # The operator
    Route("POST", "/api/operator/session", "public", "The operator's key is shown here"),
    Route("GET", "/api/operator/session", "operator", "A page asks whether the operator is still signed in"),
    Route("DELETE", "/api/operator/session", "operator", "Whoever signed in may sign out"),
    Route("GET", "/api/operations", "operator", "Nodes and shards are of all tenants"),
    Route("GET", "/api/operations/nodes/{node}", "operator", "Each is of all tenants, as above"),
    Route("GET", "/api/operations/dead", "operator", "Faults of ours are of all tenants; nothing of what they say"),
    Route("POST", "/api/operations/tenants/{tenant}/dead/{seq}/again", "operator", "Who mends the fault mends this"),
    Route("POST", "/api/operations/tenants/{tenant}/dead/{seq}/drop", "operator", "Each is of all tenants, as above"),
    Route("POST", "/api/operations/nodes/{node}/drain", "operator", "Who runs the machines empties them"),
    Route("POST", "/api/operations/nodes/{node}/resume", "operator", "Who empties a node lets it work again"),
    Route(
        "POST", "/api/operations/nodes/{node}/shards/{shard}/release", "operator", "Who runs the machines moves work"
    ),
    # Environments
    Route("GET", "/api/environments", READERS, "Those who read flows see which there are"),
    Route("POST", "/api/environments/{env}/flows", AUTHORS, "Editors of this environment add flows", "env"),
    Route("GET", FLOW, READERS, "Reading a flow changes nothing", "env"),
    Route("PUT", FLOW, AUTHORS, "Editors of this environment write drafts", "env"),
    Route("DELETE", FLOW, AUTHORS, "Editors of this environment remove drafts", "env"),
    Route("POST", "/api/check", roles("editor", "viewer"), "A check executes nothing of the posted document"),
    Route(
        "GET", "/api/environments/{env}/names", READERS, "What a flow may name is read from the configuration", "env"
    ),
    Route("POST", FLOW + "/value", AUTHORS, "A draft runs for an editor only, away from callers", "env"),
    Route("POST", FLOW + "/together", AUTHORS, "Who may save brings two people's changes together", "env"),
    Route("GET", FLOW + "/cases", READERS, "Cases are part of the flow's documentation", "env"),
    Route("GET", FLOW + "/cases/results", READERS, "Of what is stored alone; looking again runs nothing", "env"),
    Route("GET", FLOW + "/cases/{file}", READERS, "As the cases of the flow", "env"),
    Route("PUT", FLOW + "/cases/{file}", AUTHORS, "Editors of this environment write its cases", "env"),
    Route("DELETE", FLOW + "/cases/{file}", AUTHORS, "Who writes cases removes them", "env"),
    Route("POST", FLOW + "/cases/run", AUTHORS, "A draft runs for an editor only, away from callers", "env"),
    Route("GET", FLOW + "/dialogues", READERS, "Where dialogues went; the list holds no words of callers", "env"),
    Route("GET", FLOW + "/traffic", READERS, "Counts without callers", "env"),
    Route("POST", FLOW + "/try", AUTHORS, "A draft runs for an editor only, away from callers", "env"),
    Route("POST", FLOW + "/try/case", AUTHORS, "Editors of this environment write its cases", "env"),
    Route("GET", "/api/environments/{env}/releases", READERS, "What is live is no secret inside the tenant", "env"),
    Route("POST", "/api/environments/{env}/releases", AUTHORS, "Publishing is the editor's act", "env"),
    Route("GET", "/api/environments/{env}/preview", AUTHORS, "The numbers of those who test are people's", "env"),
    Route("PUT", "/api/environments/{env}/preview", AUTHORS, "A draft runs for chosen callers by an editor", "env"),
    Route("GET", RELEASE, READERS, "What was published is no secret inside the tenant", "env"),
    Route("GET", RELEASE + "/dialogues", READERS, "Where dialogues stand; the list holds no words of callers", "env"),
    Route("POST", RELEASE + "/retire", AUTHORS, "Whoever publishes takes releases out of use", "env"),
    Route("POST", RELEASE + "/restore", AUTHORS, "Restoring writes drafts", "env"),
    Route("PUT", "/api/environments/{env}/live", AUTHORS, "Rolling back is the editor's act", "env"),
    Route("GET", "/api/environments/{env}/diff", READERS, "Comparing changes nothing", "env"),
    Route("POST", REPLAY, AUTHORS, "A draft runs for an editor only; the report holds no words of callers", "env"),
    Route("GET", REPLAY, READERS, "Counts and nodes; a report holds no words of callers", "env"),
    Route("GET", REPLAY + "/{id}", READERS, "Counts and nodes; a report holds no words of callers", "env"),
    Route("GET", REPLAY + "/{id}/dialogues/{dialogue}", AUTHORS, "A draft runs for an editor only", "env"),
    Route("DELETE", REPLAY + "/{id}", AUTHORS, "Whoever may replay may stop it", "env"),
    Route(
        "GET", "/api/environments/{env}/used-by/{kind}/{name}", READERS, "Who uses a thing is read from flows", "env"
    ),
    Route("GET", PARTS, READERS, "Prompts, schedules and tables are read like flows", "env"),
    Route("GET", PARTS + "/{name}", READERS, "Prompts, schedules and tables are read like flows", "env"),
    Route("PUT", PARTS + "/{name}", AUTHORS, "Editors of this environment write what its flows share", "env"),
    Route("DELETE", PARTS + "/{name}", AUTHORS, "Taken away by who writes it", "env"),
    Route("GET", "/api/environments/{env}/csv/texts", READERS, "Words are read like the flows they stand in", "env"),
    Route("PUT", "/api/environments/{env}/csv/texts", AUTHORS, "Words are written by who writes the flows", "env"),
    Route("GET", "/api/environments/{env}/csv/{kind}/{name}", READERS, "A table is read like its flows", "env"),
    Route("PUT", "/api/environments/{env}/csv/{kind}/{name}", AUTHORS, "Editors of this environment fill it", "env"),
    Route("GET", "/api/environments/{env}/sounds", READERS, "Whoever reads prompts may hear them", "env"),
    Route("PUT", "/api/environments/{env}/sounds/{file}", AUTHORS, "Who writes words has them recorded", "env"),
    Route("GET", "/api/environments/{env}/sounds/{file}", READERS, "Whoever reads a prompt may hear it", "env"),
    Route("PUT", PARTS + "/{name}/sounds/{language}", AUTHORS, "Who writes words has them recorded", "env"),
    Route("DELETE", PARTS + "/{name}/sounds/{language}", AUTHORS, "Taken away by who writes the words", "env"),
    Route("GET", "/api/environments/{env}/zip/sounds", READERS, "Whoever reads prompts may hear them", "env"),
    Route("PUT", "/api/environments/{env}/zip/sounds", AUTHORS, "Who writes words has them recorded", "env"),
    Route("GET", SCHEDULE + "/outlook", READERS, "When it is open is no secret inside the tenant", "env"),
    Route("GET", "/api/tree", READERS, "What may be read one by one may be read together; filtered by place"),
    Route("PUT", "/api/tree", AUTHORS, "Drafts written together; the role is asked for in each environment"),
    # Directory
    Route("GET", "/api/contact-centers", "signed_in", "Every page names contact centers"),
    Route("GET", "/api/addresses", READERS, "Addresses are configuration"),
    Route("GET", "/api/users", WATCHERS, "Names and roles of people are for those who lead them"),
    _owned("GET", "/api/directory", "The export holds the whole tenant, its people too"),
    _owned("PUT", "/api/directory", "An import may change all that administrators own"),
    _owned("POST", "/api/directory/changes", "People and places come in from elsewhere by an administrator's word"),
    _owned("GET", "/api/directory/csv/{table}", "A list holds people and places of the whole tenant"),
    _owned("PUT", "/api/directory/csv/{table}", "A list that is replaced may remove people"),
    _owned("POST", "/api/directory/csv/{table}", "Rows that are added give rights like any other change"),
    Route("GET", "/api/tenant", READERS, "The tenant's settings are configuration"),
    _owned("PUT", "/api/tenant", "The tenant's settings act on everybody"),
    Route("GET", CENTER, "signed_in", "Its settings are what every page names"),
    Route("PUT", CENTER, ADMINISTRATORS, "Administrators of a contact center keep its settings", "contact_center"),
    _owned("DELETE", CENTER, "Contact centers come and go by the whole tenant's administrators"),
    _owned("POST", CENTER + "/copies", "A copy is a new contact center"),
    Route("PUT", CENTER + "/skills/{skill}", ADMINISTRATORS, "A skill belongs to its contact center", "contact_center"),
    Route("DELETE", CENTER + "/skills/{skill}", ADMINISTRATORS, "Taken away by who defines it", "contact_center"),
    Route("PUT", CENTER + "/dispositions/{disposition}", ADMINISTRATORS, "Chosen by its agents", "contact_center"),
    Route("DELETE", CENTER + "/dispositions/{disposition}", ADMINISTRATORS, "Taken away like given", "contact_center"),
    Route("GET", "/api/addresses/{address}", READERS, "Addresses are configuration"),
    _owned("PUT", "/api/addresses/{address}", "The tenant owns its addresses"),
    _owned("DELETE", "/api/addresses/{address}", "The tenant owns its addresses"),
    Route("GET", "/api/users/{user}", WATCHERS, "Names and roles of people are for those who lead them"),
    _owned("PUT", "/api/users/{user}", "Who gives rights answers for the whole tenant"),
    _owned("DELETE", "/api/users/{user}", "Who gives rights takes them"),
    _owned("PUT", "/api/users/{user}/licences/{platform}", "Licences are assigned by administrators"),
    _owned("DELETE", "/api/users/{user}/licences/{platform}", "Licences are withdrawn by administrators"),
    Route("GET", "/api/licences", WATCHERS, "How many seats are left, and who holds them"),
    _owned("PUT", "/api/licences/{platform}", "Seats cost money"),
    _owned("DELETE", "/api/licences/{platform}", "Seats cost money"),
    Route("GET", "/api/away-reasons", "signed_in", "Every desk shows them"),
    _owned("PUT", "/api/away-reasons/{reason}", "All desks of the tenant show it"),
    _owned("DELETE", "/api/away-reasons/{reason}", "All desks of the tenant showed it"),
    Route("GET", "/api/blocked-callers", WATCHERS, "The numbers of people, for those who answer for them"),
    _owned("POST", "/api/blocked-callers", "A blocked caller reaches nobody of the tenant"),
    _owned("POST", "/api/blocked-callers/let-in", "Let in by who blocks"),
    Route("GET", "/api/switches", READERS, "What is switched on is seen by those who read flows"),
    Route("GET", SCHEDULE + "/exceptions", READERS, "When it is open is no secret inside the tenant", "env"),
    Route("PUT", SCHEDULE + "/exceptions", WATCHERS, "A day that differs acts on running dialogues at once", "env"),
    Route("GET", "/api/switches/{name}", READERS, "What a switch says is seen by those who read flows"),
    Route("PUT", "/api/switches/{name}", WATCHERS, "A switch acts on running dialogues at once"),
    Route("POST", "/api/callers/find", KNOWERS, "Whoever speaks with callers sees what is known of them"),
    Route("POST", "/api/callers/note", KNOWERS, "Whoever speaks with callers writes down what they say"),
    Route("POST", "/api/callers/forget", ADMINISTRATORS, "What is known of a person is erased by who answers for it"),
    _owned("POST", "/api/people/find", "What is kept of a person is asked by who answers for it"),
    _owned("POST", "/api/people/export", "A person's records leave by the word of who answers for them"),
    _owned("POST", "/api/people/erase", "What is erased is gone for the whole tenant"),
    _owned("GET", "/api/retention", "How long things are kept is for those who answer for it"),
    _owned("POST", "/api/retention", "What was kept long enough goes for the whole tenant"),
    Route("GET", "/api/secrets", ADMINISTRATORS, "Which secrets there are, never what they are"),
    Route("PUT", "/api/secrets/{secret}", ADMINISTRATORS, "A secret speaks for the tenant to others"),
    Route("DELETE", "/api/secrets/{secret}", ADMINISTRATORS, "Taken away by who gives it"),
    _owned("GET", "/api/hooks", "Who lets other systems in sees which there are"),
    _owned("POST", "/api/hooks", "A hook brings callers to the whole tenant"),
    _owned("POST", "/api/hooks/{hook}/secrets", "Who lets a system in gives it its secret"),
    _owned("DELETE", "/api/hooks/{hook}/secrets", "Who gives a secret takes it away"),
    _owned("DELETE", "/api/hooks/{hook}", "Who lets a system in shuts it out"),
    # Reports and the audit
    Route("GET", "/api/reports/intervals", REPORTERS, "Counts without callers, of the places where the role is held"),
    Route("GET", "/api/reports/today", REPORTERS, "The wallboard's figures, of the places where the role is held"),
    Route("GET", "/metrics", REPORTERS, "A scraper brings an API token; figures of the wallboard", operator=True),
    Route("GET", "/api/audit", ADMINISTRATORS, "Who did what is for those who answer for the tenant"),
    # Dialogues and the floor
    Route("GET", "/api/dialogues", READERS, "The list holds no words of callers"),
    Route("GET", "/api/dialogues/{id}", READERS, "The state holds no words of callers"),
    Route("GET", "/api/dialogues/{id}/trace", READERS, "Facts for all readers; content joined for supervisors only"),
    Route("GET", "/api/dialogues/{id}/why", READERS, "The answer to why a caller still waits"),
    Route("POST", "/api/dialogues/{id}/case", AUTHORS, "A dialogue becomes a test of a flow"),
    Route("GET", "/api/dialogues/{id}/answers", WATCHERS, "What is asked of other systems may speak of people"),
    Route("POST", "/api/dialogues/{id}/answers/{wait}", WATCHERS, "An answer leads a running dialogue on"),
    Route("GET", "/api/floor", WATCHERS, "Queues and people at work, of the contact centers that one leads"),
    Route("GET", "/api/agents", WATCHERS, "The floor's view of people at work"),
    Route("GET", "/api/agents/{id}/why", WATCHERS, "The floor's view of one person"),
    Route(
        "PUT", "/api/agents/{id}/devices/{device}", WATCHERS, "Systems that know whether somebody is busy, by a token"
    ),
    # An agent's own desk
    Route("GET", "/api/agents/me", AGENTS, "An agent's own desk after a reload"),
    Route("POST", "/api/agents/me/sign-in", AGENTS, "Agents sign in at their own desk"),
    Route("POST", "/api/agents/me/sign-out", AGENTS, "Agents sign out at their own desk"),
    Route("PUT", "/api/agents/me/presence", AGENTS, "Agents say themselves what they intend"),
    Route("POST", "/api/reservations/{id}/accept", AGENTS, "Only the agent who was offered it; the floor checks"),
    Route("POST", "/api/reservations/{id}/decline", AGENTS, "Only the agent who was offered it; the floor checks"),
    Route("POST", "/api/reservations/{id}/hang-up", AGENTS, "Only the agent who holds it; the floor checks"),
    Route("POST", "/api/reservations/{id}/hold", AGENTS, "Only the agent who holds it; the floor checks"),
    Route("POST", "/api/reservations/{id}/transfer", AGENTS, "Only the agent who holds it; the floor checks"),
    Route("POST", "/api/reservations/{id}/note", AGENTS, "Only the agent who holds it; the floor checks"),
    Route("POST", "/api/reservations/{id}/wrap-up", AGENTS, "Only the agent who holds it; the floor checks"),
    Route("POST", "/api/reservations/{id}/say", AGENTS, "Only the agent who holds it; the floor checks"),
    Route("WS", "/api/live", "signed_in", "Every topic of the feed is authorised by itself"),
    # The caller's side
    Route("POST", "/api/visit/{tenant}", "public", "Calling needs no account; it gives a token for one dialogue"),
    Route("POST", "/api/visit/{tenant}/events", "visitor", "A caller acts on the one dialogue of the token"),
    Route("POST", "/api/visit/{tenant}/ticket", "visitor", "A caller reopens the stream of the one dialogue"),
    Route("WS", "/api/visit/{tenant}/stream", "visitor", "A caller hears the one dialogue of the ticket"),
    Route("POST", "/hooks/{channel}/{tenant}/{hook}", "signed", "Its signature is its key, asked for before all else"),
    # The demo
    Route("GET", "/api/demo/users", "public", "The choice that demo sign-in offers", demo=True),
    Route("POST", "/api/demo/take-over", "signed_in", "Anyone at the demo may sit down at a desk", demo=True),
    Route("POST", "/api/demo/reset", "signed_in", "Anyone at the demo may mend it", demo=True),
    Route("POST", "/api/demo/pull-the-plug", "signed_in", "Anyone at the demo may crash it", demo=True),
    # Pages
    Route("GET", "/", "public", "The pages are the same bytes for everyone"),
    Route("GET", "/assets/{path}", "public", "The pages' scripts, styles and fonts"),
    Route("GET", "/{path}", "public", "A deep link opens the same page"),
)


def row(method: str, path: str) -> Route | None:
    """The table's row of a route, or None when it has none."""
    return _BY_ROUTE.get((method, path))


_BY_ROUTE: dict[tuple[str, str], Route] = {(route.method, route.path): route for route in ROUTES}
