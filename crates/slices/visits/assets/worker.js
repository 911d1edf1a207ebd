// Answers in the network's place: keeps the page and its parts on the device, and nothing else. What is personal never
// passes through here; it lies encrypted where the page itself keeps it.
"use strict";

const KEPT = "leye-visits-{{version}}";
const SHELL = {{shell}};
const PAGE = "/visits/app";

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload", credentials: "omit" })));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("leye-visits-") && name !== KEPT);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

/** Gives what is kept; asks the network where it is lost. */
const fromKept = async (path, request) => {
  const cache = await caches.open(KEPT);
  return (await cache.match(path)) ?? fetch(request);
};

/** Asks the network; without one, whoever wanted another page of this folder is led to the one that works. */
const fromNetwork = async (request) => {
  try {
    return await fetch(request);
  } catch (error) {
    if (await caches.match(PAGE)) return Response.redirect(PAGE);
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (SHELL.includes(pathname)) event.respondWith(fromKept(pathname, request));
  else if (request.mode === "navigate") event.respondWith(fromNetwork(request));
});
