// Every journey, in one process: they share a server and a browser.

import "./journeys/walk_in.js";
import "./journeys/road.js";
import "./journeys/sad.js";
import "./journeys/busy_hour.js";
import "./journeys/second_factor.js";
import "./journeys/once.js";
import "./journeys/rubbish.js";
import "./journeys/forgery.js";
import "./journeys/offline.js";
import "./journeys/papers.js";
import "./journeys/pages.js";
import "./journeys/canaries.js";
