// Which room may import which (ARCHITECTURE.md has the reasons). A room is a folder of src/.
// Fixture trees with one offence for each rule are in test/tooling/rooms.test.ts.

/** What a room may import besides itself: patterns that follow src/. */
const mayImport = {
  base: [],
  crypto: ['base/'],
  policy: ['base/'],
  hsm: ['base/', 'crypto/'],
  world: ['base/', 'crypto/', 'policy/', 'hsm/types\\.ts$'],
  wire: ['base/', 'crypto/', 'world/'],
  storage: ['base/', 'world/', 'hsm/types\\.ts$'],
  shell: ['base/', 'crypto/', 'world/', 'wire/'],
  scenario: ['base/', 'world/', 'shell/'],
  exam: ['base/', 'world/', 'scenario/'],
  classroom: ['base/', 'world/', 'scenario/'],
  host: ['(?!ui/|main\\.ts$)'],
  endpoint: ['(?!ui/|main\\.ts$)'],
  ui: [
    'base/',
    'world/',
    'policy/',
    'shell/',
    'scenario/',
    'exam/',
    'classroom/',
    'host/(protocol|client)\\.ts$',
    'services/[^/]+/view\\.ts$',
  ],
};

/** What any service may import, and what some may besides. */
const services = ['base/', 'policy/', 'world/'];
const servicesMore = { kms: ['hsm/'] };

/** The rooms that run alike in the page, in a worker and in Node. */
const engine = ['base', 'crypto', 'hsm', 'policy', 'world', 'services', 'wire', 'storage', 'shell', 'scenario', 'exam'];

const anyOf = (patterns) => `^src/(${patterns.join('|')})`;

const roomRules = Object.entries(mayImport).map(([room, others]) => ({
  name: `room-${room}`,
  comment: `src/${room} may import ${others.length === 0 ? 'no other room' : `only: ${others.join(', ')}`}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: anyOf([`${room}/`, ...others]) },
}));

const special = Object.keys(servicesMore).join('|');
const serviceRules = [
  {
    name: 'room-services',
    comment: `a service may import only: ${services.join(', ')}, and itself`,
    severity: 'error',
    from: { path: '^src/services/([^/]+)', pathNot: `^src/services/(${special})/` },
    to: { path: '^src/', pathNot: anyOf([...services, 'services/$1(/|$)']) },
  },
  ...Object.entries(servicesMore).map(([name, more]) => ({
    name: `room-services-${name}`,
    comment: `services/${name} may import only: ${[...services, ...more].join(', ')}, and itself`,
    severity: 'error',
    from: { path: `^src/services/${name}/` },
    to: { path: '^src/', pathNot: anyOf([...services, ...more, `services/${name}/`]) },
  })),
];

const typeOnly = (room) => ({
  name: `${room}-hsm-types-only`,
  comment: `src/${room} knows the HSM by its types, never by a value`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/hsm/', dependencyTypesNot: ['type-only'] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...roomRules,
    ...serviceRules,
    typeOnly('world'),
    typeOnly('storage'),
    {
      name: 'known-room',
      comment: 'a folder of src/ that no rule knows: add it to .dependency-cruiser.cjs and to ARCHITECTURE.md',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/((${[...Object.keys(mayImport), 'services'].join('|')})/|main\\.ts$)` },
      to: {},
    },
    {
      name: 'nobody-imports-main',
      comment: 'main.ts is where everything is put together; nothing is built on it',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'no-node-in-the-engine',
      comment: 'from base to exam the same code runs in the page, in a worker and in Node',
      severity: 'error',
      from: { path: `^src/(${engine.join('|')})/` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-svelte-in-the-engine',
      comment: 'from base to exam there is no DOM and no Svelte',
      severity: 'error',
      from: { path: `^src/(${engine.join('|')})/` },
      to: { path: '(^|/)node_modules/svelte/|^svelte(/|$)|\\.svelte(\\.ts)?$' },
    },
    {
      name: 'no-cycles',
      comment: 'two files that import each other are one file',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere is an import that no rule looks at',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'src-imports-src',
      comment: 'what is shipped does not lean on tests or tools',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|tools)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|svg|png|woff2)$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    extraExtensionsToScan: ['.json', '.md'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.svelte', '.js', '.mjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
    builtInModules: { add: [] },
  },
};
