// What every page may use. Each module looks for its own data- attributes and does nothing without them;
// each page works without any of this.
import { keepFresh } from "./refresh.js";
import { pressOnce } from "./press.js";
import { keepTyped } from "./typed.js";
import { followChoices } from "./choices.js";
import { showTimes } from "./times.js";
import { keepTicket } from "./ticket.js";
import { nameFullPoints } from "./points.js";
import { countDown } from "./countdown.js";
import { sendChanged } from "./changed.js";

keepTyped(); // first: what it puts back is what the others see
followChoices();
showTimes();
pressOnce();
nameFullPoints();
keepFresh();
keepTicket();
countDown();
sendChanged();
