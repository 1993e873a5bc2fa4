/* Shows times in the time zone of the browser, copies values, and updates lists. Pages are readable without it. */
(() => {
  "use strict";

  const absolute = new Intl.DateTimeFormat(/^en\b/.test(navigator.language) ? navigator.language : "en-GB", {dateStyle: "medium", timeStyle: "medium"});
  const relative = new Intl.RelativeTimeFormat("en", {numeric: "auto"});
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

  function ago(time) {
    const seconds = (time - Date.now()) / 1000;
    const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) || units[3];
    return relative.format(Math.trunc(seconds / length), unit);
  }

  /* <time datetime="2026-11-24T10:00:00Z" class="ago">: the server writes it in UTC. */
  function localTimes(root) {
    for (const element of root.querySelectorAll("time[datetime]")) {
      const time = new Date(element.dateTime);
      element.title = absolute.format(time);
      element.textContent = element.classList.contains("ago") ? ago(time) : absolute.format(time);
    }
  }

  /* <button data-copy="id of the element to copy" data-done="Copied"> */
  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      getSelection().selectAllChildren(source);
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
  }

  let paused = false;

  /* <button id="pause" data-pause data-resume>: stops the automatic update (WCAG 2.2.2). It is hidden without a script, because nothing updates then. */
  function pause(button) {
    paused = !paused;
    button.textContent = paused ? button.dataset.resume : button.dataset.pause;
    refresh();
  }

  /* A form is sent once, even if its button is pressed twice: the first response can contain a secret that is shown only once. */
  function once(event) {
    if (event.target.method !== "post" || event.defaultPrevented) {
      return;
    }
    if (event.target.dataset.sent) {
      event.preventDefault();
    }
    event.target.dataset.sent = "true";
  }

  let refreshing = false;

  /* <div id="live">: requested again while the page is visible, one request at a time. */
  async function refresh() {
    const live = document.getElementById("live");
    if (!live || refreshing || paused || document.hidden || live.contains(document.activeElement)) {
      return;
    }
    refreshing = true;
    try {
      await replace(live);
    } finally {
      refreshing = false;
    }
  }

  async function replace(live) {
    const answer = await fetch(location.href, {headers: {"X-Live": "1", "Accept": "text/html"}, cache: "no-store"}).catch(() => null);
    if (!answer) {
      return;
    }
    if (answer.status === 401) {
      location.reload();
      return;
    }
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("live");
      if (fresh && fresh.innerHTML !== live.dataset.shown) {
        live.dataset.shown = fresh.innerHTML;
        live.innerHTML = fresh.innerHTML;
      }
      localTimes(live);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    localTimes(document);
    document.addEventListener("click", event => {
      const button = event.target.closest("[data-copy]");
      if (button) {
        copy(button);
      }
    });
    document.addEventListener("submit", once);
    const link = document.getElementById("link");
    if (link && location.hash.length > 1) {
      link.value = location.hash.slice(1);
      history.replaceState(null, "", location.pathname);
    }
    if (document.getElementById("live")) {
      setInterval(refresh, 5000);
      const button = document.getElementById("pause");
      if (button) {
        button.hidden = false;
        button.addEventListener("click", () => pause(button));
      }
    }
  });

  /* When the user comes back to the page, its forms can be sent again. */
  addEventListener("pageshow", () => document.querySelectorAll("form").forEach(form => delete form.dataset.sent));
})();
