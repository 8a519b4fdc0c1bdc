import { ROLES, RIGHTS_OF_ROLE } from '../../server/contract/rights.ts';
import { mayUse, type NeededRight } from '../../server/auth/rules.ts';

/** One operation of the OpenAPI document; `right` is null for the public ones. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With {parameters}. */
  readonly path: string;
  readonly right: NeededRight | null;
  /** Whether its body names reports. */
  readonly takesReports: boolean;
}

/** Every operation of a document, in its order. */
export function operationsOf(document: { paths: Record<string, Record<string, any>> }): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => /^(get|post|put|patch|delete)$/.test(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase() as Operation['method'],
        path,
        right: operation['x-right'] ?? null,
        takesReports: 'reports' in (operation.requestBody?.content?.['application/json']?.schema?.properties ?? {}),
      })),
  );
}

/** docs/rights.md: which role may use which route. Public routes are open to all and left out. */
export function rightsDocument(operations: readonly Operation[]): string {
  const rows = operations
    .filter((operation) => operation.right !== null)
    .map(({ method, path, right }) => {
      const needed = right as NeededRight;
      const marks = ROLES.map((role) => (mayUse({ rights: new Set(RIGHTS_OF_ROLE[role]) }, needed) ? 'yes' : '·'));
      return [`\`${method} ${path}\``, [needed].flat().join(' or '), needed === 'anyone' ? 'yes' : '·', ...marks];
    });
  const table = [['route', 'right', 'nobody', ...ROLES], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [
    '# Who may do what',
    '',
    'Made by `npm run schema` from the routes and `server/contract/rights.ts`; a test fails when it is stale and tries every cell. A role limited to areas',
    'knows nothing outside them: such a report is not found. An API token may do what its scopes and its user’s role both allow.',
    '',
    line(table[0]!),
    line(widths.map((width) => '-'.repeat(width))),
    ...table.slice(1).map(line),
    '',
  ].join('\n');
}
