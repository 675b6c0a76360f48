/** A sum of money with how many things it is made of. */
export interface Sum {
  name: string;
  pence: number;
  count: number;
  href: string;
}

const WIDEST = 360;
const ROW = 34;

/** Bars beside each other's names, the longest as wide as the picture; nothing received is a bar of no width. */
export function bars(sums: Sum[]): { rows: (Sum & { width: number; y: number; money: { amount: number } })[]; height: number } {
  const most = Math.max(1, ...sums.map((sum) => sum.pence));
  const rows = sums.map((sum, index) => ({
    ...sum,
    width: Math.round((sum.pence / most) * WIDEST),
    y: index * ROW,
    money: { amount: sum.pence },
  }));
  return { rows, height: sums.length * ROW };
}
