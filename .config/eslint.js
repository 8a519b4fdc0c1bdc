// Faults that cost time later, and who may import whom. Style is prettier's, types are tsc's.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from '../web/svelte.config.js';

/** Folders of server/ every feature may use. Of any other feature only store.ts, rules.ts and cache.ts. */
const SHARED = ['catalog', 'contract', 'db', 'filters', 'geo', 'http', 'index', 'seed'];

const forbid = (regex, message, more = {}) => ({ regex, message, ...more });
const onlyContract = forbid('(^|/)server/(?!contract/)', 'The web knows nothing of the server but server/contract.');
const onlyTypebox = forbid(
  '^(?!typebox$|typebox/|\\./)',
  'The contract imports typebox and itself, so that the web can use it.',
);
// The words of the interface are data for both.
const noWeb = forbid('(^|/)web/(?!messages/)', 'The server does not know the web.');
const noDriver = forbid('^(pg|pg-.*|@electric-sql/.*)$', 'Only server/db speaks to a driver.');
const noStatements = forbid('/db/statement\\.ts$', 'Only store.ts runs SQL.');
/** `depth`: how many folders below server/ the importing file lies. */
const noOtherInside = (depth) =>
  forbid(
    `^${'\\.\\./'.repeat(depth)}(?!${SHARED.join('/|')}/)[a-z0-9-]+/(?!(store|rules|cache)\\.ts$)`,
    'Of another feature only store.ts, rules.ts and cache.ts may be imported.',
  );
const pure = [
  forbid('^(fastify|@fastify/.*)$', 'rules.ts is pure: no HTTP.'),
  // The shape of a row is welcome, the way to it is not.
  forbid('/store\\.ts$', 'rules.ts is pure: no database.', { allowTypeImports: true }),
];

/** One rule set a folder: a later one replaces an earlier one whole, so each lists all that holds there. */
const imports = (files, patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

/** A feature's files: `server/heat/*.ts`, and `server/import/areas/*.ts` where it has parts. */
const feature = (folder, depth) => [
  imports([`${folder}/*.ts`], [noWeb, noDriver, noStatements, noOtherInside(depth)]),
  imports([`${folder}/store.ts`], [noWeb, noDriver, noOtherInside(depth)]),
  imports([`${folder}/rules.ts`], [noWeb, noDriver, noStatements, noOtherInside(depth), ...pure]),
];

export default ts.config(
  { ignores: ['dist/', 'data/', 'node_modules/', 'test-results/', 'web/src/paraglide/', 'web/project.inlang/'] },
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // tsc knows better, and for types as well.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Says "no parameters" in generics.
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'A const tuple instead: types are erased, not compiled.' },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: {
      // $props() must be destructured with let as soon as one of them is bindable.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // Maps and addresses are replaced whole, in $state.raw or $derived: nothing watches their inside.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['web/**'],
    languageOptions: { globals: { ...globals.browser } },
    rules: { 'no-console': ['error', { allow: ['info', 'warn', 'error'] }] },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      // Playwright reads from the pattern which fixtures are wanted; none is a wish as well.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[object.name=/^(test|it|describe|suite)$/][property.name=/^(only|skip|todo|fixme|skipIf|runIf|fails)$/]',
          message: 'Every test runs, always.',
        },
      ],
    },
  },
  { files: ['test/**/*.mjs'], rules: { 'no-console': 'off' } },

  imports(['web/**'], [onlyContract]),
  imports(['server/*.ts'], [noWeb, noDriver]),
  ...feature('server/*', 1),
  ...feature('server/*/*', 2),
  imports(['server/contract/**'], [onlyTypebox]),
  imports(['server/db/**/*.ts'], [noWeb]),
);
