/** What pdfkit 0.20 takes beyond what its published types know: tables that are tagged. */
declare namespace PDFKit.Mixins {
  interface CellOptions {
    scope?: 'Row' | 'Column' | 'Both';
  }
  interface TableOptions {
    structParent?: PDFKit.PDFStructureElement;
  }
}
