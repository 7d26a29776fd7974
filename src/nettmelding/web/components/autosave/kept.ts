/** Changes that have not reached the server, kept on this machine under the form's own address. */

type Values = Record<string, string[]>;

export class Kept {
  private readonly key: string;

  constructor(address: string) {
    this.key = `autosave:${address}`;
  }

  all(): [string, string[]][] {
    return Object.entries(this.load());
  }

  put(values: ReadonlyMap<string, string[]>): void {
    this.store({ ...this.load(), ...Object.fromEntries(values) });
  }

  /** Forgets what was sent, but not what has been changed again since. */
  done(sent: ReadonlyMap<string, string[]>): void {
    const left = this.load();
    for (const [name, values] of sent) {
      if (JSON.stringify(left[name]) === JSON.stringify(values)) delete left[name];
    }
    this.store(left);
  }

  private load(): Values {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "{}") as Values;
    } catch {
      return {};
    }
  }

  private store(values: Values): void {
    try {
      if (Object.keys(values).length) localStorage.setItem(this.key, JSON.stringify(values));
      else localStorage.removeItem(this.key);
    } catch {
      // A full or forbidden store: the page itself still holds the changes.
    }
  }
}
