"""What the file says of itself, twice over: the information dictionary and XMP, agreeing to the letter."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary, Name, String

from cypworkbench.packs import fonts

if TYPE_CHECKING:
    from cypworkbench.packs.tagged.document import Metadata

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# PDF/A wants every schema it does not know to be described in the file itself.
_UA_DESCRIBED = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of PDF/UA the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def pdf_date(at: datetime) -> str:
    """A moment as PDF writes it, in universal time."""
    return at.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")


def write(pdf: pikepdf.Pdf, metadata: "Metadata") -> None:
    """Put the metadata into the file."""
    at = pdf_date(metadata.created_at)
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    said = {
        "/Title": metadata.title,
        "/Author": metadata.author,
        "/Subject": metadata.subject,
        "/Creator": metadata.program,
        "/Producer": metadata.program,
        "/CreationDate": at,
        "/ModDate": at,
    }
    for key, text in said.items():
        pdf.docinfo[key] = String(fonts.plain(text))
    stream = pikepdf.Stream(
        pdf, _xmp(metadata).encode(), Dictionary(Type=Name.Metadata, Subtype=Name.XML)
    )
    pdf.Root.Metadata = pdf.make_indirect(stream)


def _xmp(metadata: "Metadata") -> str:
    at = metadata.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    title, author, subject, program = (
        escape(fonts.plain(text))
        for text in (metadata.title, metadata.author, metadata.subject, metadata.program)
    )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{metadata.language}</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{program}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
{_UA_DESCRIBED}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
