"""Attacks on consents, media, doors and the audit that a reviewer with fresh eyes tried: each name says what must
happen."""

import io

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from wagtail.log_actions import log
from wagtail.models import Page

from newsroom.audit import chain
from newsroom.audit.verifying import breaks
from newsroom.authoring.cleaning.gate import let_in
from newsroom.authoring.cleaning.refusals import RefusedFile
from newsroom.consent import keeping
from newsroom.consent.removal.erasing import erase
from newsroom.consent.take_down import take_down
from newsroom.doors.models import StaffSession
from newsroom.review import law
from newsroom.review.models import Approval
from tests import factories
from tests.attacks.outside import ask, read
from tests.doors.person import AtTheDoor, code_for
from tests.media import dirty_documents as made
from tests.review.admin import Desk
from tests.staff import fields_of

pytestmark = pytest.mark.django_db


# Doors


def test_a_stolen_database_opens_nobody_s_session():
    edda = AtTheDoor(factories.editor())
    edda.sign_in()
    assert edda.is_in
    (stolen,) = StaffSession.objects.values_list("pk", flat=True)
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/admin/").status_code == 302
    assert edda.is_in
    edda.client.post("/admin/logout/")
    assert not StaffSession.objects.exists()


def test_a_code_that_was_used_is_no_code_with_a_space_in_it(settings):
    edda = factories.editor()
    settings.SECOND_FACTOR_FOR = edda.username
    owner, thief = AtTheDoor(edda), AtTheDoor(edda)
    owner.sign_in()
    owner.set_up_app()
    owner.client.logout()
    owner.sign_in()
    code = code_for(owner.secret, later=1)
    owner.show_code(code)
    assert owner.is_in
    cache.clear()  # As in another process.
    thief.sign_in()
    thief.show_code(f"{code[:3]} {code[3:]}")
    assert not thief.is_in


def test_nobody_changes_the_address_of_an_account_behind_its_owner_s_back():
    edda = factories.editor()
    thief = AtTheDoor(edda)
    thief.sign_in()
    forms = BeautifulSoup(thief.get("/admin/account/").content, "html.parser").select("form")
    fields = fields_of(next(form for form in forms if form.select_one("[name=password-old_password]")))
    names = {"name_email-first_name": "Edda", "name_email-last_name": "Okonjo"}
    thief.client.post("/admin/account/", {**fields, **names, "name_email-email": "thief@example.com"})
    assert type(edda).objects.get(pk=edda.pk).email == "thief@example.com"
    assert [message.to for message in mail.outbox] == [[edda.email]]


# Consents


def revoke(consent):
    keeping.revoke(consent, factories.consent_keeper(), "They asked us to.")


@pytest.mark.usefixtures("spanish")
def test_a_translation_goes_with_a_consent_that_its_source_rests_on_only_since():
    ana = factories.consent("Ana")
    story = factories.campaign_story(consents=factories.NOBODY)
    spanish = factories.translated(story, "es")
    factories.publish(story, title="Somebody knew her", consents=factories.rests_on(ana))
    assert read(spanish)
    revoke(ana)
    assert read(story) is None
    assert read(spanish) is None


@pytest.mark.usefixtures("spanish")
def test_a_translation_rests_on_what_its_source_rests_on_though_it_says_that_it_shows_nobody():
    ana = factories.consent("Ana")
    story = factories.campaign_story(consents=factories.rests_on(ana))
    spanish, by = factories.translated(story, "es"), factories.translator("es")
    factories.edit(spanish, by=by, consents=factories.NOBODY)
    factories.submit(spanish, by=by)
    factories.decide(spanish, "approve", factories.reviewer("es"))
    assert read(spanish)
    revoke(ana)
    assert read(spanish) is None


def test_a_page_from_before_there_were_consents_goes_with_the_one_that_its_picture_names_since():
    picture = factories.image(consents=None)
    page = factories.vision("draft", body=[("picture", factories.picture_block(image=picture))])
    revision, editor = page.get_latest_revision(), factories.editor()
    told = {"author_id": revision.user_id, "approved_by": editor, "digest": law.digest(revision.content)}
    Approval.objects.bulk_create([Approval(page_id=page.pk, revision=revision, **told)])  # Nobody asked for a consent.
    revision.publish(skip_permission_checks=True)
    ana = factories.consent("Ana")
    picture.refresh_from_db()
    picture.consents = factories.rests_on(ana)
    picture.save()
    assert read(page)
    revoke(ana)
    assert read(page) is None


# Take-down


def test_a_draft_that_is_taken_down_answers_as_one_that_never_was():
    story = factories.campaign_story("draft", title="Maria was taken")
    page, data = "/en/" + story.url_path.split("/", 2)[2], f"/api/v1/pages/{story.pk}/"
    key = f"/api/v1/pages/by-key/{story.translation_key}/?locale=en"
    addresses = [page, f"{page}toolkit.zip", data, key, f"/api/v1/pages/find/?path={page}", f"/share/{story.pk}.png"]
    record = take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    assert {address: ask(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
    erase(record, factories.consent_keeper())
    assert ask(page).status_code == 404


@pytest.mark.parametrize("who", [factories.writer, factories.superuser])
@pytest.mark.parametrize("alias", ["", "on"])
def test_nobody_has_a_page_that_is_taken_down_again_by_copying_the_section_that_it_is_in(who, alias):
    story = factories.campaign_story(title="Maria was taken")
    section = story.get_parent().specific
    take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    to = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": section.get_parent().pk}
    Desk(who()).post("wagtailadmin_pages:copy", section.pk, **to, copy_subpages="on", alias=alias)
    Desk(who()).post("wagtailadmin_api:pages:action", section.pk, "copy", recursive="true", slug="another")
    assert not Page.objects.filter(title="Maria was taken").exclude(pk=story.pk).exists()


# Media


def taken_in(name, data):
    return let_in(ContentFile(data, name=name), name).read()


def xlsx(**more):
    types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
    return made.pack({"[Content_Types].xml": types, "xl/workbook.xml": "<workbook/>", **more})


def sheet(words):
    return xlsx(**{"xl/worksheets/sheet1.xml": f"<worksheet>{words}</worksheet>"})


def field(*runs):
    return "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in runs)


BEGIN = '<w:fldChar w:fldCharType="begin"/>'
LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href'
_STRICT = 'xmlns:s="http://purl.oclc.org/ooxml/wordprocessingml/main"'
TELLING = {
    "a program in a field.docx": lambda: made.docx(field("DDEAUTO c:\\\\cmd.exe")),
    "a program in parts.docx": lambda: made.docx(field("DDE", "AUTO c:\\\\cmd.exe")),
    "a program in the second field.docx": lambda: made.docx(field("PAGE") + BEGIN + field("DDE", "AUTO cmd")),
    "a picture in a field.docx": lambda: made.docx('<w:fldSimple w:instr=" INCLUDEPICTURE https://spy.example/ "/>'),
    "a strict change.docx": lambda: made.docx(f'<s:ins {_STRICT} s:author="Maria"/>'),
    "a changed table.docx": lambda: made.docx('<w:tblPrExChange w:author="Maria"/>'),
    "a formula.xlsx": lambda: sheet('<f>_xlfn.WEBSERVICE("https://spy.example/")</f>'),
    "a connection.xlsx": lambda: xlsx(**{"xl/connections.xml": "<connections/>"}),
    "a program.rtf": lambda: made.rtf(r"{\field{\*\fldinst {\b0 DDEAUTO cmd}}}"),
    "a hidden program.rtf": lambda: made.rtf(r"{\field{\*\fldinst \'44DEAUTO cmd}}"),
    "a program behind words that nobody reads.rtf": lambda: made.rtf(
        r"{\field{\*\fldinst {\*\x HYPERLINK}DDEAUTO cmd}}"
    ),
    "a picture.odt": lambda: made.open_document("text", f'<image {LINK}="https://spy.example/"/>'),
    "a path.odt": lambda: made.open_document("text", f'<a {LINK}="file:///home/maria/x.odt">x</a>'),
    "a program.odt": lambda: made.open_document("text", '<office:dde-source office:dde-application="cmd"/>'),
    "a picture.ods": lambda: made.open_document("spreadsheet", f'<image {LINK}="//spy.example/"/>'),
    "a formula.ods": lambda: made.open_document("spreadsheet", '<cell formula="of:=WEBSERVICE(&quot;x&quot;)"/>'),
}


@pytest.mark.parametrize("name", TELLING)
def test_an_office_file_that_fetches_or_runs_something_or_says_who_changed_it_is_refused(name):
    with pytest.raises(RefusedFile):
        taken_in(name, TELLING[name]())


def test_an_office_file_keeps_its_links_formulas_and_what_lies_within():
    linked = made.docx(field(' HYPERLINK "https://example.org/a/link/x" '), **{"word/_rels/a.xml.rels": "<a/>"})
    letter = taken_in("a.rtf", made.rtf(r'{\field{\*\fldinst {\insrsid1  HYPERLINK "https://example.org" }}}'))
    assert b"HYPERLINK" in letter
    assert b"HYPERLINK" in made.unpack(taken_in("a.docx", linked))["word/document.xml"]
    summed = made.unpack(taken_in("a.xlsx", sheet('<f>SUM(A1:A2)</f><f>HYPERLINK("https://example.org")</f>')))
    assert b"SUM" in summed["xl/worksheets/sheet1.xml"]
    inside = "".join(f'<a {LINK}="{to}"/>' for to in ("https://example.org/", "#here", "mailto:a@example.org"))
    inside += "".join(f'<image {LINK}="{to}"/>' for to in ("Pictures/1.png", "./Object 1", "..", ""))
    assert b"Pictures/1.png" in made.unpack(taken_in("a.odt", made.open_document("text", inside)))["content.xml"]


def test_a_table_does_not_say_who_refreshed_it_nor_a_label_whose_office_it_is():
    told = {
        "xl/pivotCache/pivotCacheDefinition1.xml": '<pivotCacheDefinition refreshedBy="Maria"/>',
        "docMetadata/LabelInfo.xml": '<labelList><label siteId="{the office of Maria}"/></labelList>',
    }
    clean = made.unpack(taken_in("a.xlsx", xlsx(**told)))
    assert not any(b"Maria" in content for content in clean.values())


def test_a_pdf_runs_nothing_after_a_link_and_nothing_in_a_list_of_fields():
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        then = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/", Next=pikepdf.Array([launch]))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=then)
        pdf.add_blank_page().obj["/Annots"] = pikepdf.Array([link])
        field = pikepdf.Dictionary(T="a", Kids=pikepdf.Array([pikepdf.Dictionary(A=launch)]))
        pdf.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pdf.make_indirect(pikepdf.Array([field])))
        pdf.save(written)
    with pikepdf.open(io.BytesIO(taken_in("a.pdf", written.getvalue()))) as pdf:
        said = b"".join(each.unparse(resolved=True) for each in pdf.objects)
    assert b"example.org" in said
    assert b"cmd.exe" not in said


# The audit


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def logged():
    page = factories.partner()
    log(instance=factories.writer(), action="wagtail.edit", user=factories.administrator(), data={"reason": "why"})
    chain.seal()
    assert list(breaks()) == []
    return page


def test_a_line_that_is_invented_with_a_number_below_the_first_is_found(logged):
    columns = "label, action, data, timestamp, content_changed, deleted, page_id"
    line = f"SELECT -5, {columns} FROM wagtailcore_pagelogentry WHERE page_id = {logged.pk} LIMIT 1"
    sql(f"INSERT INTO wagtailcore_pagelogentry (id, {columns}) {line}")
    assert [each for each in breaks() if "Line -5" in each and "past the application" in each]


def test_a_line_that_is_said_to_be_about_something_else_is_found(logged):
    sql("UPDATE wagtailcore_modellogentry SET content_type_id = (SELECT min(id) FROM django_content_type)")
    assert [each for each in breaks() if "was changed" in each and "object_type" in each]


def test_nobody_has_what_they_did_pruned_by_making_it_look_old(logged):
    sql("UPDATE audit_auditentry SET at = at - interval '5 years' WHERE position <= 2")
    before = list(breaks())
    assert before
    with pytest.raises(CommandError, match="link 1 was changed"):
        call_command("prune_audit", verbosity=0)
    assert list(breaks()) == before
