/** Steps that can be taken back, and taken again. A step is all cells that one deed changed. */

export interface Edit {
  readonly cell: HTMLTableCellElement;
  /** What the row itself said; null where it said nothing and inherits. */
  readonly before: string | null;
  readonly after: string | null;
}

const MOST_STEPS = 500;

export class History {
  private readonly done: (readonly Edit[])[] = [];
  private readonly undone: (readonly Edit[])[] = [];

  record(step: readonly Edit[]): void {
    this.done.push(step);
    if (this.done.length > MOST_STEPS) this.done.shift();
    this.undone.length = 0;
  }

  undo(): readonly Edit[] | undefined {
    const step = this.done.pop();
    if (step) this.undone.push(step);
    return step;
  }

  redo(): readonly Edit[] | undefined {
    const step = this.undone.pop();
    if (step) this.done.push(step);
    return step;
  }
}
