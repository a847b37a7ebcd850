// lab bill: what KMS costs this account, so far this month or in another.
import { UsageError } from '../options.ts';
import { given, severalParts, structuresOf, textOf, type Given, type Simulation } from './several.ts';

const dollars = (usd: number): string => `$${usd.toFixed(usd !== 0 && Math.abs(usd) < 0.01 ? 6 : 2)}`;

async function show({ operands: [month] }: Given, simulation: Simulation): Promise<string> {
  if (month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw new UsageError(`“${month}” is no month like 2027-01`);
  }
  const bill = await simulation.ask('DescribeBill', given({ Month: month }));
  const rows = structuresOf(bill, 'Lines').map((line) => {
    const keys = textOf(line, 'What').includes('keys') && !textOf(line, 'What').startsWith('requests');
    const quantity = Number(line['Quantity']);
    return [
      textOf(line, 'Region'),
      textOf(line, 'What'),
      keys ? `${quantity.toFixed(3)} key-months` : `${quantity}`,
      dollars(Number(line['Usd'])),
    ] as const;
  });
  const widths = [0, 1, 2, 3].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map(([region, what, quantity, usd]) =>
    [
      region.padEnd(widths[0] ?? 0),
      what.padEnd(widths[1] ?? 0),
      quantity.padStart(widths[2] ?? 0),
      usd.padStart(widths[3] ?? 0),
    ].join('  '),
  );
  const nothing = rows.length === 0 ? ['nothing'] : [];
  const text = [
    `KMS in ${textOf(bill, 'Month')}`,
    ...lines.map((line) => `  ${line}`),
    ...nothing.map((it) => `  ${it}`),
  ];
  return `${text.join('\n')}\n  total  ${dollars(Number(bill['Usd']))}\n`;
}

export const bill = severalParts(
  'bill',
  'what KMS costs this account',
  [{ name: 'show', usage: '[month]', summary: 'this month so far, or another: 2027-01', operands: 1, run: show }],
  [],
  'Prices of the US Regions, in US dollars, without tax. Keys are charged by the hour, requests by the ten thousand;\nthe first 20,000 requests of a month are free where the free tier covers them. Clusters and the keys of AWS services\nare not on this bill.',
  'show',
);
