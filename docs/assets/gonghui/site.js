/* What the pages do beyond being read: nothing here is needed for reading. */
"use strict";
