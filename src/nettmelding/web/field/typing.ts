/** What is typed into a form and not handed in: on the phone from letter to letter, so that a phone that dies has it. */
import { guarded, type App } from "./app";
import { draft, keepDraft } from "./records";

/** The form of a deviation, which a step begins too; its photos are announced under it. */
export const DEVIATION = "deviation";

export class Typing<T extends object> {
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly app: App,
    private readonly order: string,
    /** What the form is kept as; an operation that is made of it takes it away. */
    readonly name: string,
    readonly typed: Partial<T>,
    /** Whether something was typed before. */
    readonly isBegun: boolean,
  ) {}

  static async into<T extends object>(app: App, order: string, name: string): Promise<Typing<T>> {
    const kept = await draft<Partial<T>>(app.vault, order, name);
    return new Typing<T>(app, order, name, kept ?? {}, kept !== null);
  }

  put(change: Partial<T>): void {
    Object.assign(this.typed, change);
    this.writing = this.writing.then(() => guarded(this.app, () => keepDraft(this.app.vault, this.order, this.name, this.typed)));
  }

  /** When all of it is on the disk: what is written later would come after the operation, and stay. */
  kept(): Promise<unknown> {
    return this.writing;
  }
}
