/* Makes a passkey, or signs with one: the browser's answer goes into the form as JSON and is sent. A page that offers
   this also offers a code, which needs no script. */
"use strict";
(() => {
  if (!window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const readable = (options) => {
    const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));
    const read = { ...options, challenge: bytes(options.challenge) };
    if (options.user) read.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) read.excludeCredentials = known(options.excludeCredentials);
    if (options.allowCredentials) read.allowCredentials = known(options.allowCredentials);
    return read;
  };

  const asJson = (credential) => {
    const { response } = credential;
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const given = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: Object.fromEntries(given),
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const problem = form.querySelector("[role=alert]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      try {
        const publicKey = readable(JSON.parse(form.dataset.options));
        form.elements.passkey.value = asJson(await navigator.credentials[form.dataset.passkey]({ publicKey }));
      } catch {
        problem.hidden = false;
        return;
      }
      form.submit();
    });
  }
})();
