"""A tenant in which everything that a directory may hold is there."""

from flowengine.messages import Json

FULL: Json = {
    "format": 1,
    "tenant": {
        "id": "emea-x", "name": "X", "region": "EMEA", "time_zone": "Europe/London", "languages": ["en", "nl-BE"],
        "attributes": {"topic": {"type": "text", "default": ""}},
        "away_reasons": {"lunch": "Lunch", "training": "Training, or reading"},
        "licences": {"dynamics_365": 2, "salesforce": 1},
        "caller_history": False,
    },
    "contact_centers": {
        "desk": {"title": "Desk", "enabled": False},
        "sales": {
            "title": "=Sales", "time_zone": "Europe/Brussels", "languages": ["nl"], "hours": "office",
            "skills": {"dutch": {"title": "Dutch"}, "refunds": {}},
            "offer_s": {"voice": 25, "chat": 61.5},
            "wrap_up": {"mode": "mandatory", "max_s": 45},
            "service_level": {"within_s": 30, "formula": "answered_within/answered", "short_abandon_s": 2},
            "dispositions": {"sold": "Sold", "lost": "Lost; for good"},
            "max_waiting": 20, "weight": 5, "agent_order": "best_level",
            "capacity": {"chat": {"cost": 20, "most": 5}}, "misses": {"voice": 2},
            "unblock_after_s": 30, "decline_s": 0, "resume_s": 90,
        },
    },
    "addresses": {
        "*": {"kind": "number", "title": "All else", "link": {"front_door": "lost"}},
        "*@*": {"kind": "email"},
        "+442079460100": {"kind": "number", "title": "Main", "link": {"front_door": "main"}},
        "+442079460100-+442079460199": {"kind": "number", "link": {"contact_center": "sales"}},
        "+442079460150-+442079460159": {"kind": "number", "link": {"contact_center": "desk", "flow": "night"}},
        "chat:site": {"kind": "chat", "link": {"contact_center": "desk"}},
        "help@x.example": {"kind": "email", "link": {"contact_center": "desk"}},
        "sip:desk@x.example": {"kind": "sip"},
    },
    "users": {
        "anna": {
            "name": "Anna “A.” O'Neil, Dr", "directory_id": "d", "object_id": "a",
            "roles": {"": ["agent"], "sales": ["supervisor", "editor"]},
            "memberships": {"desk": {}, "sales": {"dutch": 80, "refunds": 0}},
            "capacity": {"voice": 0, "chat": 2}, "devices": ["desk phone", "teams"], "licences": ["salesforce"],
        },
        "dora": {"name": "Dora", "directory_id": "d", "object_id": "c", "roles": {"": ["administrator"]},
                 "licences": ["dynamics_365"]},
    },
    "switches": {"closure": {"needs_reason": True, "reason": "was never on"}},
    "exceptions": {"sales/office": {"days": {"2026-12-24": ["09:00-12:00"]}, "reason": "Christmas", "owner": "dora"}},
    "blocked_callers": {
        "+447700900666": {"reason": "=threats", "owner": "dora"},
        "+447700900667": {"reason": "Calls all night,\nevery night", "until_ms": 1_798_761_600_000},
    },
}  # fmt: skip  # a tenant file as people write it
