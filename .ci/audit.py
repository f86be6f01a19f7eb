"""What is known of the locked packages: ``make audit`` asks pip-audit and lists how old each is.

``python .ci/audit.py dates`` writes their release dates again (``make lock`` does), through pip and
whatever index it is configured with. That index may have no vulnerability service: pip-audit then
skips every package, which is said and never taken for "nothing found".
"""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-litestream.lock")
DATES = ROOT / "requirements-dates.txt"
OLD_DAYS = 2 * 365
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def pins(*names: str) -> dict[str, str]:
    """Package and version, of all these locks."""
    texts = [(ROOT / name).read_text("utf-8") for name in names or LOCKS]
    return dict(sorted(found for text in texts for found in PIN.findall(text)))


def dates() -> dict[str, tuple[str, date]]:
    """Package, and its version and when that was released."""
    lines = [line.split() for line in DATES.read_text("utf-8").splitlines()]
    return {
        name: (version, date.fromisoformat(day))
        for pin, day in lines
        for name, version in [pin.split("==")]
    }


def write_dates() -> None:
    """Look every pin up in pip's own index; pip asks it for the same when it installs."""
    from pip._internal.commands import create_command

    index = create_command("index")
    options, _ = index.parse_args(["versions", "pip"])
    lines = []
    with index.main_context():
        session = index.get_default_session(options)
        finder = index._build_package_finder(options=options, session=session)
        for name, version in pins().items():
            found = finder.find_all_candidates(name)
            days = [each.link.upload_time for each in found if str(each.version) == version]
            first = min((each for each in days if each is not None), default=None)
            if first is None:
                raise SystemExit(f"the index does not say when {name} {version} was released")
            lines.append(f"{name}=={version} {first.astimezone(UTC).date()}\n")
    DATES.write_text("".join(lines), "utf-8")


def ask(pip_audit: str) -> int:
    """What pip-audit knows of what runs in production; 1 where something is vulnerable."""
    lock = str(ROOT / "requirements.lock")
    command = [pip_audit, "--require-hashes", "--disable-pip", "-r", lock, "-f", "json"]
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no shell
            [*command, "--progress-spinner", "off"], capture_output=True, timeout=600, check=False
        )
        found = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError) as error:
        print(f"NOT AUDITED: pip-audit did not answer ({type(error).__name__})")
        return 0
    skipped = [each["name"] for each in found if "skip_reason" in each]
    if skipped:
        print(f"NOT AUDITED: {len(skipped)} of {len(found)}: the service knows nothing of them")
    bad = [each for each in found if each.get("vulns")]
    for each in bad:
        known = ", ".join(vulnerability["id"] for vulnerability in each["vulns"])
        print(f"VULNERABLE: {each['name']} {each['version']}: {known}")
    print(f"{len(found) - len(skipped)} audited, {len(bad)} vulnerable")
    return 1 if bad else 0


def list_ages() -> None:
    """Every pin, the oldest first."""
    today = datetime.now(UTC).date()
    for name, (version, day) in sorted(dates().items(), key=lambda each: each[1][1]):
        days = (today - day).days
        print(f"{days:>5} days  {day}  {name} {version}{'  OLD' if days > OLD_DAYS else ''}")


if __name__ == "__main__":
    if sys.argv[1:] == ["dates"]:
        write_dates()
    else:
        status = ask(sys.argv[1] if len(sys.argv) > 1 else "pip-audit")
        list_ages()
        sys.exit(status)
