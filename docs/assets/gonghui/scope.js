/* The theme's storage scope, from a file: the policy of the site allows no inline script.
   The root of the site is told by where this file lies. */
"use strict";
var __md_scope = new URL("../../", document.currentScript.src);
function __md_hash(text) {
  return Array.from(text).reduce(function (sum, c) { return (sum << 5) - sum + c.charCodeAt(0); }, 0);
}
function __md_get(name, storage, scope) {
  try {
    return JSON.parse((storage || localStorage).getItem((scope || __md_scope).pathname + "." + name));
  } catch (error) {
    return null;
  }
}
function __md_set(name, value, storage, scope) {
  try {
    (storage || localStorage).setItem((scope || __md_scope).pathname + "." + name, JSON.stringify(value));
  } catch (error) { /* storage is full or forbidden: the choice lasts for this page */ }
}
document.documentElement.classList.replace("no-js", "js");
