"""Where a scene is found."""

from demo.scenes.registry import SCENES, Scene


def address(scene: Scene, lang: str) -> str:
    """A scene's public address in a language; it keeps the source's slugs."""
    names = []
    while scene.parent is not None:
        names.insert(0, scene.name)
        scene = next(each for each in SCENES if each.name == scene.parent)
    return "/" + "".join(f"{name}/" for name in (lang, *names))


def found(client, url: str):
    """What the JSON API answers about an address."""
    return client.get("/api/v1/pages/find/", {"path": url})
