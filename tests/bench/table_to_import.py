"""A table of service standards of any length, as a company keeps it before it has a handbook."""

from __future__ import annotations

import csv
from pathlib import Path

MAPPING = Path(__file__).parents[1] / "import" / "vezha.yml"
"""How the columns are read: the mapping of the tests, so that there is one."""

HEAD = [
    ["Стандарти обслуговування «Вежа-Нет», 2026", *[""] * 9],
    ["Послуга", "", "Обіцянка клієнтові", *[""] * 4, "Хто відповідає", "Затверджено", "Примітки"],
    ["Код", "Назва", "№", "Що обіцяємо", "Обещание (рус.)", "Складник", "Ціль", "", "", ""],
]  # fmt: skip
PROMISES = [
    ("Відповідаємо на лист протягом {n} годин", "Отвечаем на письмо в течение {n} часов", "Швидкість", "0,9"),
    ("Фахівець вітається і називає своє ім'я", "Специалист здоровается и называет своё имя", "Ввічливість", "1"),
    ("Особистий кабінет працює цілодобово", "Личный кабинет работает круглосуточно", "Доступність", "0,999"),
]  # fmt: skip


def write_table(file: Path, rows: int) -> Path:
    """Write a table of so many rows, each a document with one promise; gives the mapping that reads it."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out, delimiter=";")
        table.writerows(HEAD)
        for n in range(1, rows + 1):
            ukrainian, russian, component, share = PROMISES[n % len(PROMISES)]
            said = (text.format(n=5 + n % 43) for text in (ukrainian, russian))
            table.writerow(
                [
                    f"ПС-{n}",
                    f"Послуга {n}",
                    "1",
                    *said,
                    component,
                    share,
                    "Відділ підтримки",
                    "01.03.2026",
                    "",
                ]
            )
    return MAPPING
