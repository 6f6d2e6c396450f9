/**
 * Calls the privacy functions from a web app: docs/openapi.yaml has every request and answer.
 *
 *   const privacy = new Privacy("https://REGION-PROJECT.cloudfunctions.net", auth.currentUser);
 *   console.log(await privacy.report());
 *
 * `user` is the signed-in user of the Firebase Auth SDK: it renews the ID token when needed. The
 * origin of the app must be in the Terraform variable allowed_origins.
 */
export class Privacy {
  constructor(base, user) {
    this.base = base;
    this.user = user;
  }

  /** All that is held about the person, and who looked. */
  report = () => this.#json("GET", "/MyData");

  /** One page of the person's entries in a location; `page` is the `next` of the page before. */
  entries = (location, page = "") =>
    this.#json("GET", `/MyData/${encodeURIComponent(location)}` + (page && `?page=${page}`));

  startExport = () => this.#json("POST", "/Export");
  exportState = () => this.#json("GET", "/Export");
  exportPart = async (number) => (await this.#send("GET", `/Export/parts/${number}`)).blob();

  object = () => this.#json("PUT", "/Objection");
  withdrawObjection = () => this.#json("DELETE", "/Objection");

  restrict = () => this.#json("PUT", "/Restriction");
  liftRestriction = () => this.#json("DELETE", "/Restriction");

  correct = (fields) => this.#json("PATCH", "/Rectification", fields);

  erase = () => this.#json("POST", "/EraseAccount", { confirm: "erase" });
  keepAccount = () => this.#json("DELETE", "/EraseAccount");

  async #json(method, path, body) {
    return (await this.#send(method, path, body)).json();
  }

  async #send(method, path, body) {
    const answer = await fetch(this.base + path, {
      method,
      headers: {
        Authorization: `Bearer ${await this.user.getIdToken()}`,
        ...(body && { "Content-Type": "application/json" }),
      },
      body: body && JSON.stringify(body),
    });
    if (answer.ok) return answer;
    // 401 with max_age: sign in again; 429: wait; 5xx: repeat. Nothing was lost in any case.
    const problem = new Error((await answer.json().catch(() => ({}))).error ?? "try again later");
    problem.status = answer.status;
    problem.signInAgain = (answer.headers.get("WWW-Authenticate") ?? "").includes("max_age");
    problem.retryAfterSeconds = Number(answer.headers.get("Retry-After") ?? 0);
    throw problem;
  }
}
