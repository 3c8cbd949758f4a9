"""`entente settings`: what can be set, and what is."""

from services.runtime.settings import Settings


def settings() -> None:
    """List every setting as it is now, in the form of a file of variables.

    Above each stands what it is for, and its default if it was changed.
    """
    now = Settings()
    for name, field in Settings.model_fields.items():
        value = getattr(now, name)
        changed = "" if value == field.default else f" (default: {_shown(field.default)})"
        print(f"# {field.description}{changed}")
        print(f"ENTENTE_{name.upper()}={_shown(value)}")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
