// People who do not exist.

const DIVISION = "110105";
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";
const SIGNS = [..."岑屹嵘峦巍川泽澍沐渡溪澜瀚汀柏樾梧桐槿楹榛桦枫桉"];

let made = Math.floor(Math.random() * 1e6);

const known = [];

/** Gives everybody who was made. */
export const everybody = () => known;

/** Makes somebody whom no other test knows; `birth` as in 19900501. */
export function somebody({ birth = "19900501", surname = "岳" } = {}) {
  made += 7;
  const sequence = String((made % 499) * 2 + 1).padStart(3, "0");
  const digits = DIVISION + shifted(birth, Math.floor(made / 499)) + sequence;
  const sum = [...digits].reduce((sum, digit, place) => sum + Number(digit) * WEIGHTS[place], 0);
  const person = {
    name: surname + SIGNS[made % SIGNS.length] + SIGNS[Math.floor(made / SIGNS.length) % SIGNS.length],
    number: digits + CHECKS[sum % 11],
    phone: `139${String(made * 7919).padStart(8, "0").slice(-8)}`,
  };
  known.push(person);
  return person;
}

/** A day of birth some days later, so that the numbers do not run out. */
function shifted(birth, days) {
  const day = new Date(Date.UTC(birth.slice(0, 4), birth.slice(4, 6) - 1, birth.slice(6)));
  day.setUTCDate(day.getUTCDate() + (days % 3000));
  return day.toISOString().slice(0, 10).replaceAll("-", "");
}
