/** Version of this operator; the release process keeps it equal to package.json (a test compares them). */
export const OPERATOR_VERSION = 'v0.1.0';
