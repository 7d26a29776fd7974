/** Where one is, and what is selected. The cell one is in is the only one in the tab order (roving tabindex). */

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export class Selection {
  private at: Place;
  private anchor: Place;
  private painted: HTMLTableCellElement[] = [];
  private readonly handle = document.createElement("i");
  private corner: HTMLTableCellElement | undefined;
  private focused: HTMLTableCellElement | null = null;

  constructor(
    private readonly rows: HTMLCollectionOf<HTMLTableRowElement>,
    private readonly first: number,
    private readonly scroller: HTMLElement,
    private readonly onMove: () => void,
  ) {
    this.at = this.anchor = { row: 0, column: first };
    this.handle.className = "sheetgrid-handle";
    this.handle.setAttribute("aria-hidden", "true");
    scroller.append(this.handle);
    scroller.addEventListener("scroll", () => this.lay(), { passive: true });
    window.addEventListener("resize", () => this.lay());
  }

  get active(): Place {
    return this.at;
  }

  get lastRow(): number {
    return this.rows.length - 1;
  }

  get lastColumn(): number {
    return (this.rows[0]?.cells.length ?? 1) - 1;
  }

  get range(): Range {
    return {
      top: Math.min(this.at.row, this.anchor.row),
      bottom: Math.max(this.at.row, this.anchor.row),
      left: Math.min(this.at.column, this.anchor.column),
      right: Math.max(this.at.column, this.anchor.column),
    };
  }

  get isOne(): boolean {
    return this.at.row === this.anchor.row && this.at.column === this.anchor.column;
  }

  cell(place: Place = this.at): HTMLTableCellElement | undefined {
    return this.rows[place.row]?.cells[place.column];
  }

  placeOf(cell: HTMLTableCellElement): Place {
    const row = cell.parentElement as HTMLTableRowElement;
    return { row: row.sectionRowIndex, column: cell.cellIndex };
  }

  go(to: Place, stretch = false): void {
    this.at = this.within(to);
    if (!stretch) this.anchor = this.at;
    this.paint();
    this.focus();
  }

  /** A range without moving: from where one is to the other corner. */
  select(from: Place, to: Place): void {
    this.at = this.within(from);
    this.anchor = this.within(to);
    this.paint();
    this.focus();
  }

  focus(): void {
    const cell = this.cell();
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** After cells were drawn anew. */
  paint(): void {
    for (const cell of this.painted) {
      cell.classList.remove("selected");
      cell.removeAttribute("aria-selected");
    }
    this.painted = this.cells();
    if (this.painted.length > 1) {
      for (const cell of this.painted) {
        cell.classList.add("selected");
        cell.setAttribute("aria-selected", "true");
      }
    }
    const active = this.cell();
    if (this.focused && this.focused !== active) this.focused.tabIndex = -1;
    if (active) active.tabIndex = 0;
    this.focused = active ?? null;
    const { bottom, left, right } = this.range;
    const corner = left >= this.first ? this.cell({ row: bottom, column: right }) : undefined;
    this.corner = corner?.className.startsWith("k-") ? corner : undefined;
    this.lay();
    this.onMove();
  }

  /** The handle lies over the table, for a table of thousands of cells is slow to lay out anew. */
  private lay(): void {
    this.handle.hidden = !this.corner;
    if (!this.corner) return;
    const cell = this.corner.getBoundingClientRect();
    const place = this.scroller.getBoundingClientRect();
    this.handle.style.left = `${cell.right - place.left + this.scroller.scrollLeft}px`;
    this.handle.style.top = `${cell.bottom - place.top + this.scroller.scrollTop}px`;
  }

  /** The selected cells, row by row. */
  cells(): HTMLTableCellElement[] {
    const { top, bottom, left, right } = this.range;
    const found: HTMLTableCellElement[] = [];
    for (let row = top; row <= bottom; row++) {
      const cells = this.rows[row]?.cells;
      for (let column = left; column <= right; column++) {
        const cell = cells?.[column];
        if (cell) found.push(cell);
      }
    }
    return found;
  }

  private within(to: Place): Place {
    return {
      row: Math.max(0, Math.min(this.lastRow, to.row)),
      column: Math.max(0, Math.min(this.lastColumn, to.column)),
    };
  }
}
