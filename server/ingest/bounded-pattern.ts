const longest = 200;
/** Repetitions, and groups with their choices: each multiplies the ways in which a text may be tried. */
const most = { repetitions: 3, groups: 2 };

/**
 * Whether a regular expression that somebody typed may be run over a file in the process that all workspaces share: one
 * like `(a+)+$` takes hours for thirty letters, and nothing can stop it. No repeated groups, no references back, few
 * repetitions and groups.
 */
export function isBoundedPattern(pattern: string): boolean {
  if (pattern === "" || pattern.length > longest || !isExpression(pattern)) return false;
  if (/\\(?:[1-9]|k<)/.test(pattern)) return false;
  const bare = pattern.replace(/\\[\s\S]/g, "x").replace(/\[[^\]]*\]/g, "x");
  const groups = bare.match(/\(/g)?.length ?? 0;
  const repetitions = bare.replace(/\(\?/g, "(").match(/[*+?{]/g)?.length ?? 0;
  return groups <= most.groups && repetitions <= most.repetitions && !/\)[*+?{]/.test(bare);
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern).source !== "";
  } catch {
    return false;
  }
}
