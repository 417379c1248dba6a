import type { Problem } from '../text/problem.ts';

/**
 * Workflow commands, which GitHub Actions shows as annotations of the files.
 *
 * Escaped as GitHub's own toolkit does (actions/toolkit, packages/core/src/command.ts) and as the runner undoes it
 * (actions/runner, src/Runner.Common/ActionCommand.cs).
 */
export function renderGithub(problems: readonly Problem[]): string {
  return problems.map(renderCommand).join('');
}

function renderCommand({ file, line, column, rule, message }: Problem): string {
  return `::error file=${escapeProperty(file)},line=${line},col=${column},title=${escapeProperty(rule)}::${escapeData(message)}\n`;
}

/** The percent sign goes first: what the others become contains it. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A colon would end the properties, a comma the property. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
