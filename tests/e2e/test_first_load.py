"""What a flow in the editor sends before its first card: no more than was measured, so that nothing slips in."""

from tests.e2e.conftest import NOT_BUILT
from tests.main.served import ROOT

MOST = 140_500  # bytes; headers, answers of the API and the page itself are 25 KB more, and 180 KB are allowed
FILES = {"index-*.js.br", "index-*.css.br", "page-*.js.br", "editor-*.js.br", "editor-*.css.br", "next-*.woff2"}


def test_the_files_before_the_first_card_stay_few_and_small() -> None:
    assets = ROOT / "flowengine" / "static" / "assets"
    assert assets.is_dir(), NOT_BUILT
    found = {pattern: [file.stat().st_size for file in assets.glob(pattern)] for pattern in FILES}
    assert all(len(sizes) == 1 for sizes in found.values()), found
    assert sum(sum(sizes) for sizes in found.values()) <= MOST, found
