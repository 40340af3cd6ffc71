// Asks the device for a passkey: <form data-passkey="get|create" data-options="…">. The server says what is to be
// signed, the answer goes back in the form's field `answer`. Pages that have such a form load this script alone.
const form = document.querySelector("form[data-passkey]");
const part = (name) => form.querySelector(`[data-passkey-${name}]`);

if (form && globalThis.PublicKeyCredential) {
  part("missing").hidden = true;
  part("ask").hidden = false;
  part("ask").addEventListener("click", ask);
}

async function ask() {
  for (const told of [part("failed"), part("known")]) if (told) told.hidden = true;
  part("ask").disabled = true;
  try {
    const publicKey = await options();
    const found = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.answer.value = JSON.stringify(written(found));
    form.submit();
  } catch (trouble) {
    const isKnown = trouble?.name === "InvalidStateError" && part("known");
    (isKnown || part("failed")).hidden = false;
    part("ask").disabled = false;
  }
}

async function options() {
  const headers = { "X-CSRFToken": form.elements.csrf_token.value };
  const answer = await fetch(form.dataset.options, { method: "POST", headers });
  if (answer.redirected) return leave(answer.url);
  if (!answer.ok) throw new Error(String(answer.status));
  const asked = await answer.json();
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  for (const list of [asked.excludeCredentials, asked.allowCredentials])
    for (const known of list ?? []) known.id = bytes(known.id);
  return asked;
}

// It has been a while: the server asks first who sits here. What comes after never happens on this page.
function leave(url) {
  location.assign(url);
  return new Promise(() => {});
}

function written({ id, rawId, type, response }) {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[name]) said[name] = text(response[name]);
  return { id, rawId: text(rawId), type, response: said };
}

function bytes(words) {
  return Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
