// Every journey, and every page that links lead to. Some alone: npm test -- --test-name-pattern='recorded once'

import "./journeys.js";
import "./journeys/crawl.js";
