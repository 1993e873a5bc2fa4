/* Takes the secret of a link to set a password from the address, where no log has it, and puts it into the form. */
(() => {
  "use strict";

  /* <input id="link">: the secret of a link to set a password. The server says in <p id="owner"> whose link it is, or in <div id="rejection"> why it does
     not work. Then its page has no form. */
  async function show(link) {
    const fields = new URLSearchParams(new FormData(link.form));
    fields.set("primefaces.nonce", document.querySelector("script[nonce]").nonce);
    const answer = await fetch(location.pathname, {method: "POST", body: fields, headers: {"Accept": "text/html"}, cache: "no-store"}).catch(() => null);
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ["owner", "rejection"]) {
        document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
      }
      link.form.hidden = !page.getElementById("link");
    }
  }

  /* The tab keeps the secret for 15 minutes, so that the page can be reloaded. Browsers can forbid the storage. */
  function keepLink(secret) {
    try {
      sessionStorage.setItem("password-link", `${Date.now()} ${secret}`);
    } catch {
      /* Then the link must be opened again after a reload. */
    }
  }

  function keptLink() {
    try {
      const [time, secret] = (sessionStorage.getItem("password-link") || "").split(" ");
      return Date.now() - time < 15 * 60000 ? secret : "";
    } catch {
      return "";
    }
  }

  function takeLink(link) {
    const secret = location.hash.startsWith("#rllink_") ? location.hash.slice(1) : "";
    if (secret) {
      history.replaceState(null, "", location.pathname);
      keepLink(secret);
    } else if (link.value) {
      return;
    }
    link.value = secret || keptLink();
    if (link.value) {
      show(link);
    } else {
      link.form.hidden = true;
      document.getElementById("no-link").hidden = false;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const link = document.getElementById("link");
    if (link) {
      takeLink(link);
    }
  });
})();
