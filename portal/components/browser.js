// What happens in the browser between two messages of the server: things that Python on a server cannot do in time.
import { useContext, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { DispatchContext } from "$/utils/context-registry";

// Exchange the one-time code for the session's cookie, or give the cookie back. Draws nothing.
export function SessionCookie({ code, leaving, owner, onSet, onGone }) {
  const asked = useRef("");
  const others = useRef(null);
  useEffect(() => {
    const wanted = code || (leaving ? "leaving" : "");
    if (!wanted || asked.current === wanted) return;
    asked.current = wanted;
    forgetWriting(code ? owner : "");
    const request = code
      ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code }) }
      : { method: "DELETE" };
    // Without the cookie the person is signed in until the page loads anew: worth two more tries, not more.
    persistently(() => fetch("/session", { credentials: "same-origin", ...request }), 3).finally(() => {
      others.current?.postMessage("changed");
      code ? onSet() : onGone();
    });
  }, [code, leaving]);
  // Who signs in or out in one tab does so in all of them.
  useEffect(() => {
    others.current = new BroadcastChannel("session");
    others.current.onmessage = () => location.reload();
    return () => others.current.close();
  }, []);
  return null;
}

async function persistently(ask, times) {
  for (let tried = 1; tried <= times; tried++) {
    const answer = await ask().catch(() => null);
    if (answer && answer.status < 500) return;
    await new Promise((done) => setTimeout(done, 300 * tried));
  }
}

// Tell assistive technology and the browser which language the page is in, and show a page that waited for it. The
// language of a visit is known in the browser (`app.py` notes it on the page); the server only says the same later.
export function PageLanguage({ language, known, state, field }) {
  const dispatch = useContext(DispatchContext);
  useEffect(() => {
    const first = document.documentElement.dataset.language;
    if (first && first !== language) dispatch?.[state]?.({ [field]: first });
  }, []);
  useEffect(() => {
    if (!known && language !== document.documentElement.dataset.language) return;
    document.documentElement.lang = language;
    document.documentElement.classList.remove("waiting");
  }, [language, known]);
  return null;
}

// A link within the portal changes the page without loading: the focus goes where a new page would have it.
let shownPath;
export function PageFocus() {
  const { pathname } = useLocation();
  useEffect(() => {
    if (shownPath !== undefined && shownPath !== pathname) document.getElementById("main")?.focus({ preventScroll: true });
    shownPath = pathname;
  }, [pathname]);
  return null;
}

// Drafts and unsent messages belong to who wrote them: nobody else's stay.
function forgetWriting(owner) {
  try {
    for (const name of Object.keys(localStorage)) {
      const [kind, whose] = name.split(":");
      if ((kind === "draft" || kind === "outbox") && (!owner || whose !== owner)) localStorage.removeItem(name);
    }
  } catch {
    // A browser that forbids storage has kept nothing.
  }
}
