/* Shows times in the time zone of the browser, copies values, updates lists, and shows that a page is loading. Pages are readable without it. */
(() => {
  "use strict";

  const root = document.documentElement;
  const themes = ["system", "light", "dark"];

  /* Runs before the page is drawn, so that it does not change its colors while it loads. */
  root.classList.add("scripted");
  setTheme(stored());

  function stored() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  }

  function setTheme(theme) {
    if (theme === "light" || theme === "dark") {
      root.dataset.theme = theme;
    } else {
      delete root.dataset.theme;
    }
  }

  /* <button id="theme" data-system data-light data-dark>: its label tells which colors are used. */
  function nextTheme(button) {
    const theme = themes[(themes.indexOf(root.dataset.theme || "system") + 1) % themes.length];
    setTheme(theme);
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // The choice lasts as long as the page.
    }
    labelTheme(button);
  }

  function labelTheme(button) {
    button.title = button.dataset[root.dataset.theme || "system"];
    button.setAttribute("aria-label", button.title);
  }

  /* <button id="menu">: opens and closes the menu on narrow screens. */
  function toggleMenu(button) {
    const open = document.getElementById("navigation").classList.toggle("open");
    button.setAttribute("aria-expanded", open);
  }

  function closeMenu() {
    const button = document.querySelector("#menu[aria-expanded=true]");
    const focus = document.activeElement;
    if (button && (focus === document.body || focus === button || focus.closest("#navigation"))) {
      toggleMenu(button);
      button.focus();
    }
  }

  function enable(id, prepare, press) {
    const button = document.getElementById(id);
    if (button) {
      prepare(button);
      button.hidden = false;
      button.addEventListener("click", () => press(button));
    }
  }

  const language = /^en\b/.test(navigator.language) ? navigator.language : "en-GB";
  const absolute = new Intl.DateTimeFormat(language, {dateStyle: "medium", timeStyle: "medium"});
  const moment = new Intl.DateTimeFormat(language, {month: "short", day: "numeric", hour: "2-digit", minute: "2-digit"});
  const relative = new Intl.RelativeTimeFormat("en", {numeric: "always"});
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

  function ago(time) {
    const seconds = (time - Date.now()) / 1000;
    if (Math.abs(seconds) < 10) {
      return "a few seconds ago";
    }
    const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) || units[3];
    /* A deadline in 6.99 days is in 7 days. */
    return relative.format(seconds > 0 ? Math.round(seconds / length) : Math.trunc(seconds / length), unit);
  }

  /* A time span means nothing on paper. */
  let printing = false;

  /* <time datetime="2026-11-24T10:00:00Z" class="ago">: the server writes it in UTC. */
  function localTimes(part, kind = "") {
    for (const element of part.querySelectorAll("time[datetime]" + kind)) {
      const time = new Date(element.dateTime);
      element.title = absolute.format(time) + " (" + element.dateTime + ")";
      element.textContent = element.classList.contains("ago") && !printing ? ago(time) : absolute.format(time);
    }
  }

  /* <p id="zone" data-zone="Times are in {0}.">: the server writes that times are in UTC. */
  function showZone(zone) {
    zone.textContent = zone.dataset.zone.replace("{0}", zoneName());
  }

  function zoneName() {
    const minutes = -new Date().getTimezoneOffset();
    const offset = "UTC" + (minutes < 0 ? "-" : "+") + Math.floor(Math.abs(minutes) / 60) + (minutes % 60 ? ":" + String(Math.abs(minutes) % 60).padStart(2, "0") : "");
    return Intl.DateTimeFormat().resolvedOptions().timeZone + " (" + offset + ")";
  }

  /* <button data-dismiss="messages">: closes the messages; the focus stays on the page. */
  function dismiss(button) {
    document.getElementById(button.dataset.dismiss).remove();
    button.remove();
    document.getElementById("content").focus();
  }

  /* <p id="printed" data-tenant data-user data-by="Printed by {0} on {1}">: what a printed page needs besides its content, to be evidence. */
  function describePrint() {
    const printed = document.getElementById("printed");
    if (printed) {
      const fields = [...document.querySelectorAll("main form[role=search] :is(input:not([type=hidden], [type=checkbox]), select)")]
        .filter(field => field.value && !(field.selectedIndex === 0))
        .map(field => field.labels[0].textContent + ": " + (field.selectedOptions ? field.selectedOptions[0].text : field.value));
      const by = printed.dataset.by.replace("{0}", () => printed.dataset.user).replace("{1}", absolute.format(new Date()) + " " + zoneName());
      printed.textContent = [printed.dataset.tenant, document.querySelector("h1").textContent.trim(), ...fields, by].join(" · ");
    }
  }

  let progress;

  /*
   * <div id="loading">: shown while another page is loading, unless that is fast. When it ends, because the user stopped it or came back to this page,
   * the forms can be sent again.
   */
  function leave() {
    clearTimeout(progress);
    progress = setTimeout(() => {
      showProgress(true);
      progress = setTimeout(() => showProgress(false), 30000);
    }, 300);
  }

  function showProgress(shown) {
    clearTimeout(progress);
    if (!shown) {
      document.querySelectorAll("form").forEach(form => delete form.dataset.sent);
    }
    const bar = document.getElementById("loading");
    if (bar) {
      bar.hidden = !shown;
      document.getElementById("content").setAttribute("aria-busy", shown);
    }
  }

  /* A link that opens another page here. A link to /api/ is a download, which leaves this page open. */
  function follow(event) {
    const link = event.target.closest("a[href]");
    if (link && !event.defaultPrevented && event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
        && link.origin === location.origin && !link.target && !link.pathname.startsWith("/api/")
        && link.pathname + link.search !== location.pathname + location.search) {
      leave();
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

  /* <details class="pop">: a click outside closes it, of a menu the focus, too, and the key Escape, after which its button has the focus. */
  function closePops(event) {
    for (const pop of document.querySelectorAll("details.pop[open]")) {
      const outside = event.type !== "keydown" && !pop.contains(event.target);
      if (event.key === "Escape" || outside && (event.type === "pointerdown" || pop.matches(".menu"))) {
        const inside = pop.contains(document.activeElement);
        pop.open = false;
        if (inside && event.key) {
          pop.querySelector("summary").focus();
        }
      }
    }
  }

  /* A value that a list cuts is shown whole in a tooltip. */
  function tooltip(event) {
    const cell = event.target.closest(".list td > div");
    if (cell) {
      cell.title = [cell, ...cell.querySelectorAll("*")].some(part => part.scrollWidth > part.clientWidth) ? cell.textContent.trim().replace(/\s+/g, " ") : "";
    }
  }

  /* The values of the day of a chart under the pointer, or under the finger, are shown in the caption. */
  function dayOfChart(event) {
    const day = event.target.closest(".graph .day");
    if (day) {
      day.closest(".graph").querySelector(".values").textContent = day.textContent;
    }
  }

  /* The key / focuses the search in the header, or opens the page of the search where the header has no room. */
  function find(event) {
    const field = document.getElementById("find");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !field || event.target.closest("input, textarea, select, [contenteditable]")) {
      return;
    }
    event.preventDefault();
    if (field.offsetParent) {
      field.focus();
    } else {
      location.href = field.form.action.replace(/#.*/, "");
    }
  }

  /*
   * <select data-confirmed="text of the default"><option data-means="text" data-until="time in UTC" data-seconds="60">: the question of a
   * confirmation contains the text of the default. It shows that of the chosen option, with the time as of now.
   */
  function nameChoices() {
    const confirm = window.PrimeFaces && PrimeFaces.confirm;
    if (confirm) {
      PrimeFaces.confirm = question => {
        /* A question about input that the form rejects would lead nowhere. */
        const button = question.source instanceof Element ? question.source : document.getElementById(question.source);
        for (const day of button?.form?.querySelectorAll(".on-date input") ?? []) {
          day.required = day.offsetParent !== null;
        }
        if (button?.form && !button.form.reportValidity()) {
          return;
        }
        for (const choice of document.querySelectorAll("select[data-confirmed]")) {
          const chosen = choice.selectedOptions[0].dataset;
          const until = moment.format(Date.now() + chosen.seconds * 1000);
          question.message = question.message.replace(choice.dataset.confirmed, () => chosen.means.replace(chosen.until, until));
        }
        confirm.call(PrimeFaces, question);
      };
    }
  }

  const SECRET = ".secret:has(#token, #passwordLink)";

  let paused = false;

  /* <button id="pause" data-pause data-resume>: stops the automatic update (WCAG 2.2.2). It is hidden without a script, because nothing updates then. */
  function pause(button) {
    paused = !paused;
    button.textContent = paused ? button.dataset.resume : button.dataset.pause;
    refresh();
  }

  /* A form is sent once, even if its button is pressed twice: the first response can contain a secret that is shown only once. */
  function once(event) {
    if (event.defaultPrevented) {
      return;
    }
    if (event.target.method === "post") {
      if (event.target.dataset.sent) {
        event.preventDefault();
        return;
      }
      event.target.dataset.sent = "true";
    }
    leave();
  }

  let refreshing = false;

  /*
   * <div id="live" data-seconds="10">: requested again while the page is visible, one request at a time. Other parts of the page whose id starts
   * with "live-" come from the same response. A part with the focus stays as it is.
   */
  async function refresh() {
    const parts = [...document.querySelectorAll("#live, [id^=live-]")].filter(part => !part.contains(document.activeElement));
    if (parts.length === 0 || refreshing || paused || document.hidden) {
      return;
    }
    refreshing = true;
    try {
      await replace(parts);
    } finally {
      refreshing = false;
    }
  }

  async function replace(parts) {
    const answer = await fetch(location.href, {headers: {"X-Live": "1", "Accept": "text/html"}, cache: "no-store"}).catch(() => null);
    if (!answer) {
      return;
    }
    if (answer.status === 401) {
      endSession();
      return;
    }
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of parts) {
        const fresh = page.getElementById(part.id);
        if (fresh && fresh.innerHTML !== part.dataset.shown) {
          part.dataset.shown = fresh.innerHTML;
          const open = [...part.querySelectorAll("details[id]")].map(details => [details.id, details.open]);
          part.innerHTML = fresh.innerHTML;
          open.forEach(([id, isOpen]) => document.getElementById(id)?.toggleAttribute("open", isOpen));
        }
        localTimes(part);
      }
    }
  }

  /* Signing in again would lose a secret that is shown once, and what the user has entered: the user decides when. */
  function endSession() {
    const entered = [...document.querySelectorAll("main input[type=text]")].some(field => field.value !== field.defaultValue);
    if (!entered && !document.querySelector(SECRET)) {
      location.reload();
      return;
    }
    paused = true;
    document.getElementById("live").removeAttribute("id");
    document.getElementById("pause").hidden = true;
    const notices = document.querySelector(".notices");
    notices.insertAdjacentHTML("afterbegin", "<p class='note warn'></p>");
    notices.firstChild.textContent = notices.dataset.ended;
  }

  /* The secret of a link to set a password, which password-link.js keeps, is deleted when another page opens. */
  function forgetLink() {
    try {
      sessionStorage.removeItem("password-link");
    } catch {
      /* Browsers can forbid the storage. */
    }
  }

  /* Reloading the response to a form, or coming back to it, requests the page and sends no form. */
  history.replaceState(history.state, "", location.href);

  document.addEventListener("DOMContentLoaded", () => {
    localTimes(document);
    nameChoices();
    document.addEventListener("click", event => {
      const button = event.target.closest("[data-copy]");
      if (button) {
        copy(button);
      }
      const close = event.target.closest("[data-dismiss]");
      if (close) {
        dismiss(close);
      }
      follow(event);
    });
    document.addEventListener("pointerdown", closePops);
    document.addEventListener("focusin", closePops);
    document.addEventListener("mouseover", tooltip);
    document.addEventListener("pointerover", dayOfChart);
    document.addEventListener("keydown", find);
    document.addEventListener("keydown", event => {
      if (event.key === "Escape") {
        showProgress(false);
        closePops(event);
        closeMenu();
      }
    });
    document.addEventListener("submit", once);
    const zone = document.getElementById("zone");
    if (zone) {
      showZone(zone);
    }
    if (!document.getElementById("link")) {
      forgetLink();
    }
    enable("theme", labelTheme, nextTheme);
    enable("menu", () => {}, toggleMenu);
    setInterval(() => localTimes(document, ".ago"), 10000);
    const live = document.getElementById("live");
    if (live) {
      setInterval(refresh, (live.dataset.seconds || 5) * 1000);
      enable("pause", () => {}, pause);
    }
  });

  addEventListener("beforeprint", () => {
    printing = true;
    localTimes(document);
    describePrint();
  });
  addEventListener("afterprint", () => {
    printing = false;
    localTimes(document);
  });

  addEventListener("pageshow", () => showProgress(false));

  /* A secret is shown once: going back does not show it again. */
  addEventListener("pagehide", () => document.querySelectorAll(SECRET).forEach(secret => secret.remove()));
})();
