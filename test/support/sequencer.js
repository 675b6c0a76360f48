const { default: Sequencer } = require('@jest/test-sequencer');

const ORDER = ['domain', 'platform', 'architecture', 'db', 'workflows', 'histories', 'scenarios', 'api', 'ops', 'chaos'];

/** The cheap and telling first, the long last; the same order each time. */
module.exports = class extends Sequencer {
  sort(tests) {
    const place = ({ path }) => ORDER.findIndex((folder) => path.includes(`/test/${folder}/`));
    return [...tests].sort((a, b) => place(a) - place(b) || a.path.localeCompare(b.path));
  }
};
