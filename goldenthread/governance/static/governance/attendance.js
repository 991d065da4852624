// Marks a seat by the keys y, x and o while one of its marks has the focus, and goes on to the next seat.
// Without this script Tab and the arrow keys do the same.
const sheet = document.querySelector("[data-sheet]");
const keys = document.querySelector("[data-keys]");

function marksOf(row) {
  return [...row.querySelectorAll("input[type=radio]")];
}

function next(row) {
  const rows = [...sheet.querySelectorAll("[data-row]")].filter((each) => marksOf(each).length > 0);
  return rows[rows.indexOf(row) + 1];
}

function mark(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.type !== "radio") {
    return;
  }
  const row = event.target.closest("[data-row]");
  const chosen = marksOf(row).find((radio) => radio.value === event.key.toLowerCase());
  if (!chosen) {
    return;
  }
  event.preventDefault();
  chosen.checked = true;
  const following = next(row);
  if (following) {
    const marks = marksOf(following);
    (marks.find((radio) => radio.checked) ?? marks[0]).focus();
  } else {
    sheet.querySelector("button[type=submit]").focus();
  }
}

if (sheet) {
  keys.hidden = false;
  sheet.addEventListener("keydown", mark);
}
