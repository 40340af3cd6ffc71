"""The relational model on one page: every table, lower floors first."""

# ruff: noqa: F401, I001  (a page to read, in the order of the floors)

from .throttle.models import Count  # how often somebody tried, per window
from .keys.models import IdempotencyKey  # one request of one caller, and its sealed answer
from .live.models import LiveVersion  # how often something that people watch changed
from .jobs.models import Job  # work for later, once per dedup key
from .post.models import Message  # one letter to one address, once per dedup key
from .trail.models import ChainHead  # where the chain of a forum ends
from .trail.models import Entry  # who did what to what, when; never changed
from .trail.models import EntryPersonal  # its personal values, which can be redacted
from .accounts.models import User  # who signs in; raising the epoch ends every open session
from .accounts.models import SiteRole  # admin of the site
from .accounts.models import SignIn  # a browser in which somebody is signed in
from .accounts.models import MailedLink  # what a letter lets its reader do once
from .accounts.models import CodeMaker  # an app that shows codes: the second step
from .accounts.models import Passkey  # a key on a device: the second step too
from .accounts.models import RecoveryCode  # lets in once where neither is at hand
from .forums.models import Forum  # its days and its time zone
from .forums.models import Hall  # a room of the venue
from .forums.models import Point  # a remote broadcast point
from .forums.models import Person  # one human in one forum
from .forums.models import MergedPerson  # who was found to be another of them
from .forums.models import DistinctPersons  # two who look like one and are not
from .forums.models import ForumRole  # organiser, caller, door
from .forums.models import Invitation  # to such a role, of an address without an account yet
from .forums.models import ApiToken  # what a machine shows
from .forums.models import InfoPage  # a page that the organisers write
from .forums.models import InfoPageVersion  # what it says or said; one of them is published
from .forums.models import Banner  # a sentence on every page, for a while
from .forums.models import LetterText  # how letters of one kind begin
from .programme.models import Session  # a session as planned: the draft
from .programme.models import Draft  # how often the draft of a forum changed
from .programme.models import Talk  # a part of a session
from .programme.models import InterpretationChannel  # in which language one can follow a session
from .programme.models import Appearance  # who appears, as what, from where
from .programme.models import Prerequisite  # which session must be over before another begins
from .programme.models import Availability  # hours in which somebody can appear
from .programme.models import SpeakerPage  # what a speaker says of themself; two secret addresses
from .programme.models import Photo  # a picture of a speaker, by its content
from .programme.models import Slides  # one version of somebody's slides for one session
from .programme.models import SessionHost  # who hosts one session, and nothing else
from .programme.models import HostInvitation  # to that, of an address without an account yet
from .programme.models import SeatCount  # seats of a session by way and point: total, taken, over
from .programme.models import Release  # one publication of the programme
from .programme.models import ReleasedSession  # a session as a release shows it
from .programme.models import ReleasedPhoto  # a picture that it shows, by its content
from .broadcast.models import Link  # a line of a session or point, its secret sealed
from .broadcast.models import CheckItem  # what is tested at points
from .broadcast.models import TechCheck  # what came of it, on which revision; never changed
from .broadcast.models import Crew  # who tests
from .broadcast.models import TestRound  # days in which each point is tested once
from .broadcast.models import TestSlot  # one of these tests
from .broadcast.models import SlotClaim  # a quarter of an hour of a crew and of a point
from .broadcast.models import (
    Reminder,
)  # that a coordinator was reminded of a test or of what is missing
from .broadcast.models import ReminderPause  # a rule of reminding that sends nothing
from .broadcast.models import PeopleChanges  # how often who is at a point became another
from .broadcast.models import PointContact  # who is at a point, and how they are reached
from .broadcast.models import PointCoordinator  # who coordinates one point, and nothing else
from .broadcast.models import CoordinatorInvitation  # to that, without an account yet
from .broadcast.models import PointKey  # the secret page of a point
from .broadcast.models import PageLetter  # by which it goes to who works there
from .broadcast.models import Relay  # a point's part in a session as planned
from .broadcast.models import ReleasedRelay  # the same as a release shows it
from .broadcast.models import RelayAct  # what was done to many of them at once
from .registration.models import Terms  # when and how people register
from .registration.models import Category  # as what; with quota and approval
from .registration.models import Delegation  # delegates who come together
from .registration.models import Delegate  # one registration of one person
from .registration.models import ConsentWording  # what people are asked to agree to
from .registration.models import Consent  # who agreed to which wording, until when
from .registration.models import Place  # a counted seat of a delegate in a session
from .registration.models import Waiting  # a delegate in the line for such a seat
from .registration.models import Ticket  # what opens a door
from .registration.models import (
    ReleaseMailing,
)  # whether those whom a release moved were written to
from .registration.models import BulkAct  # what organisers did to many registrations at once
from .registration.models import BulkItem  # each of them, and what became of it
from .registration.models import Relocation  # of the acts that move a point's people: where to
from .registration.models import Relocated  # what became of each place and turn that they had
from .registration.models import PointMailing  # whether the people of a changed point were told
from .registration.models import DoorShift  # a device that keeps a door, with a PIN
from .registration.models import CheckIn  # who went through it
from .registration.models import DoorCount  # how many are inside
from .registration.models import GateEntry  # who opened a line of a session, once
from .exhibition.models import FloorPlan, plan_cells  # one version of a hall's layout
from .exhibition.models import Zone  # booths given away the same way
from .exhibition.models import Cell  # the smallest piece of floor
from .exhibition.models import Booth, booth_cells  # what is booked: a set of cells
from .exhibition.models import Exhibitor  # who books, by its contact person
from .exhibition.models import ExhibitorStaff  # which users may act for it
from .exhibition.models import ZoneInvitation  # which exhibitor may book in a zone of the invited
from .exhibition.models import Booking  # held, submitted, confirmed, declined, expired, cancelled
from .exhibition.models import CellClaim  # one cell, one day, one booking: the proof of ownership
from .exhibition.models import BoothWaiting  # an exhibitor in line for a booth or a zone
