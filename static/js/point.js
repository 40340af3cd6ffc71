// The pages of a point: its device tries itself, and what is written down survives a broken line.
import { tryItself } from "./selftest.js";
import { keepResults } from "./results.js";

const place = document.querySelector("[data-self-test]");
if (place) tryItself(place);
keepResults();
