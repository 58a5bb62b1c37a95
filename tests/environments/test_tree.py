"""The tree: what the folder holds, the stored drafts give back."""

from pathlib import Path

from flowengine.environments.tree import tree_of
from tests.environments.office import TENANT, TREE, Office, lived


def test_a_seeded_tenant_gives_back_its_tree(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        tree = tree_of(office.exchange.board(TENANT))
        seeded, given_back = TREE["environments"]["front_door"], tree["environments"]["front_door"]
        assert given_back["environment"] == seeded["environment"]
        assert given_back["flows"]["main"]["flow"] == seeded["flows"]["main"]["flow"]
        assert given_back["flows"]["main"]["cases"] == seeded["flows"]["main"]["cases"]
        assert tree["tenant"]["tenant"]["id"] == TENANT
        assert list(tree["tenant"]["contact_centers"]) == ["desk"]

    lived(tmp_path, life)
